import { noteServerTime } from '@/lib/clock';

/** A refusal by the server: RFC 9457, with a stable code to decide by and a sentence to show. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body.detail === 'string' && body.detail ? body.detail : `HTTP ${status}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = typeof body.code === 'string' ? body.code : codeOf(status);
    this.body = body;
  }

  /** True where repeating the same call later can succeed: the server or the network was away. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

function codeOf(status: number): string {
  if (status === 401) return 'unauthorized';
  if (status === 404) return 'not_found';
  return status === 0 ? 'unavailable' : 'internal';
}

/** True for an ApiError with this stable code. */
export function isCode(error: unknown, code: string): error is ApiError {
  return error instanceof ApiError && error.code === code;
}

type Query = Record<string, string | number | boolean | undefined>;

let onUnauthorized: () => void = () => {};

/** Called once for every answer that says the session is over; the app shows the sign-in. */
export function whenSignedOut(handler: () => void): void {
  onUnauthorized = handler;
}

function address(path: string, query?: Query): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return `/api/v1${path}${text ? `?${text}` : ''}`;
}

async function call<T>(method: string, path: string, body?: unknown, query?: Query): Promise<T> {
  const form = body instanceof FormData;
  let response: Response;
  try {
    response = await fetch(address(path, query), {
      method,
      credentials: 'same-origin',
      headers: {
        Accept: 'application/json',
        ...(body !== undefined && !form ? { 'Content-Type': 'application/json' } : {}),
      },
      body: body === undefined ? undefined : form ? body : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, { code: 'unavailable', detail: '' });
  }
  noteServerTime(response.headers.get('Date'));
  const text = await response.text();
  const data: unknown = text ? parse(text) : undefined;
  if (response.ok) return data as T;
  if (response.status === 401 && path !== '/login') onUnauthorized();
  throw new ApiError(response.status, (data as Record<string, unknown>) ?? {});
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's HTML page: the status says enough
  }
}

/** The five verbs, with paths below /api/v1. */
export const http = {
  get: <T>(path: string, query?: Query) => call<T>('GET', path, undefined, query),
  post: <T>(path: string, body: unknown = {}, query?: Query) => call<T>('POST', path, body, query),
  put: <T>(path: string, body: unknown) => call<T>('PUT', path, body),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', path, body),
  delete: <T>(path: string) => call<T>('DELETE', path),
  /** The address of what is downloaded and not read here. */
  file: address,
};
