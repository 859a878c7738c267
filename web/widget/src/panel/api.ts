import { ApiError, noAnswer, readProblem } from '../../../shared/problem';
import type { Page } from '../../../shared/wire';
import type { GuestConfig } from '../protocol';
import { alone, type Keep } from './storage';

const BASE = '/api/guest/v1';

/** One HTTP call. Refusals and lost connections are thrown as ApiError. */
export async function call<T>(
  method: string,
  path: string,
  {
    body,
    token,
    signal,
    cache = 'no-store',
  }: {
    body?: unknown;
    token?: string | null;
    signal?: AbortSignal;
    cache?: RequestCache;
  } = {},
): Promise<T> {
  const headers: Record<string, string> = {};
  if (token) headers.authorization = `Bearer ${token}`;
  if (body !== undefined) headers['content-type'] = 'application/json';
  let answer: Response;
  try {
    answer = await fetch(BASE + path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      credentials: 'omit',
      cache,
      signal: signal ?? AbortSignal.timeout?.(20_000),
    });
  } catch {
    throw noAnswer();
  }
  if (!answer.ok) throw await readProblem(answer);
  if (answer.status > 201) return undefined as T; // accepted, or done: there is nothing to read
  try {
    return (await answer.json()) as T;
  } catch {
    throw noAnswer(); // cut in the middle: as good as unanswered
  }
}

/** The property's look and words for a locale; from the browser's cache, unless they must be those of now. */
export const getConfig = (
  key: string,
  locale?: string,
  cache: RequestCache = 'default',
): Promise<GuestConfig> =>
  call(
    'GET',
    `/config?key=${encodeURIComponent(key)}${locale ? `&locale=${encodeURIComponent(locale)}` : ''}`,
    { cache },
  );

/** Whether the server itself says that the token is void. A proxy's 401 does not count. */
export const rejected = (error: unknown): boolean =>
  error instanceof ApiError && error.status === 401 && error.problem !== null;

interface Challenge {
  algorithm: string;
  salt: string;
  difficulty: number;
}

/**
 * The guest's session: made when it is first needed, once for all tabs, kept by its token, and made
 * anew when the server says that the token is void.
 */
export class Session {
  /** Called after a void token was replaced: what follows belongs to a new guest. */
  onRenewed: () => void = () => {};
  onMade: () => void = () => {};
  onConfig: (config: GuestConfig) => void = () => {};
  private making: Promise<string> | null = null;

  constructor(
    private key: string,
    private keep: Keep,
    private about: () => { locale: string; page?: Page; booking?: string },
  ) {}

  get token(): string | null {
    return this.keep.get('token');
  }

  ensure(): Promise<string> {
    const { token } = this;
    if (token) return Promise.resolve(token);
    this.making ??= alone(
      `deskbell-session-${this.key}`,
      async () => this.token ?? this.make(),
    ).finally(() => {
      this.making = null;
    });
    return this.making;
  }

  private async make(): Promise<string> {
    // The zone is for "08:00 where you are": the guest may be asking from another continent.
    const timezone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const body: Record<string, unknown> = { key: this.key, timezone, ...this.about() };
    for (let round = 0; ; round++) {
      try {
        const made = await call<{ token: string; property?: GuestConfig }>('POST', '/sessions', {
          body,
        });
        this.keep.set('token', made.token);
        if (made.property) this.onConfig(made.property);
        this.onMade();
        return made.token;
      } catch (error) {
        const asked =
          error instanceof ApiError && error.code === 'challenge' && error.problem?.challenge;
        if (!asked || round > 2) throw error;
        const { salt, difficulty } = asked as Challenge;
        const { solve } = await import('./challenge');
        body.challenge = { salt, nonce: await solve(salt, difficulty) };
      }
    }
  }

  /** Gives up a token that the server does not know; another tab may have replaced it already. */
  drop(token: string): void {
    if (this.token !== token) return;
    this.keep.set('token', null);
    this.keep.set('seen', null);
    this.onRenewed();
  }

  /**
   * A call as the guest. A rejected token is tried once more after a moment (a fault in between can
   * look like a rejection), then replaced by a new session, once.
   */
  async call<T>(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
    for (let round = 0; ; round++) {
      const token = await this.ensure();
      try {
        return await call<T>(method, path, { body, token, signal });
      } catch (error) {
        if (!rejected(error) || round > 1) throw error;
        if (round === 0) await new Promise((wait) => setTimeout(wait, 400));
        else this.drop(token);
      }
    }
  }
}
