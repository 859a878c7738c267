import { ApiError } from '@/api/client';

/** The wrong fields that the server named, by their place in what was sent. */
export function wrongIn(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const list = error.body.errors as { location?: string; message: string }[] | undefined;
  return Object.fromEntries(
    (list ?? []).map(({ location = '', message }) => [
      location.replace(/^body\./, '').replace(/\[\d+\]$/, ''),
      message,
    ]),
  );
}
