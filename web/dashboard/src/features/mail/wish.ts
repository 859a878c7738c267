import type { MailSettings, MailWish, ServerWish } from '@/api/tickets';

/** What the form holds: every field as text, so that a half-typed one is nothing wrong yet. */
export interface ServerFields {
  host: string;
  port: string;
  security: 'starttls' | 'tls' | 'none';
  user: string;
  /** Empty keeps the one that is stored. */
  password: string;
}

export interface MailFields {
  out: ServerFields;
  from: string;
  tagged: boolean;
  inbox: ServerFields & { folder: string };
}

type Server = MailSettings['inbox'] | MailSettings;

const server = (saved: Server): ServerFields => ({
  host: saved.host,
  port: saved.port ? String(saved.port) : '',
  security: saved.security,
  user: saved.user,
  password: '',
});

export function fieldsOf(saved: MailSettings): MailFields {
  return {
    out: server(saved),
    from: saved.from,
    tagged: saved.tagged,
    inbox: { ...server(saved.inbox), folder: saved.inbox.folder },
  };
}

const wishOf = (fields: ServerFields): ServerWish => ({
  host: fields.host.trim(),
  port: Number(fields.port) || 0,
  security: fields.security,
  user: fields.user.trim(),
  ...(fields.password && { password: fields.password }),
});

export function mailWish(fields: MailFields): MailWish {
  return {
    ...wishOf(fields.out),
    from: fields.from.trim(),
    tagged: fields.tagged,
    inbox: { ...wishOf(fields.inbox), folder: fields.inbox.folder.trim() },
  };
}
