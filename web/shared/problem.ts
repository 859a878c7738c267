import { retryAfterMs } from './backoff';

/** The body of an RFC 9457 answer. `code` is stable; `detail` is a sentence for people. */
export interface Problem {
  title?: string;
  status?: number;
  detail?: string;
  code: string;
  [extra: string]: unknown;
}

/**
 * A refused or failed request. `status` is 0 when no answer came at all. `code` is the server's own
 * only when the answer was problem+json; a proxy's error page gets "unavailable" or `http_STATUS`,
 * so that a 401 from something in between is never mistaken for a rejected token.
 */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly problem: Problem | null = null,
    readonly retryAfter: number | null = null,
  ) {
    super(detail);
  }

  /** Whether the same request may succeed later without being changed. */
  get temporary(): boolean {
    return (
      this.status === 0 ||
      this.status >= 500 ||
      this.status === 429 ||
      this.status === 408 ||
      this.problem === null
    );
  }
}

/** Reads a refusal. Never throws: whatever the body holds, the caller gets an ApiError. */
export async function readProblem(response: Response): Promise<ApiError> {
  let problem: Problem | null = null;
  if (response.headers.get('content-type')?.includes('problem+json')) {
    try {
      const body: unknown = await response.json();
      if (body && typeof body === 'object' && 'code' in body) problem = body as Problem;
    } catch {
      // A cut body: the status alone has to do.
    }
  }
  const { status } = response;
  const code = problem?.code ?? (status >= 500 ? 'unavailable' : `http_${status}`);
  const after = retryAfterMs(response.headers.get('retry-after'), Date.now());
  return new ApiError(status, code, problem?.detail ?? '', problem, after);
}

/** A request that never got an answer: no network, a cut connection, an abort. */
export const noAnswer = (): ApiError => new ApiError(0, 'unavailable', '');
