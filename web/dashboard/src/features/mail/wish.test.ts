import { expect, it } from 'vitest';
import type { MailSettings } from '@/api/tickets';
import { fieldsOf, mailWish } from './wish';

const server = { port: 587, security: 'starttls', user: 'desk', password_set: true } as const;
const saved: MailSettings = {
  ...server,
  host: 'mail.hotel.com',
  from: 'desk@hotel.com',
  tagged: false,
  ready: true,
  inbox: { ...server, host: '', port: 0, user: '', password_set: false, folder: '' },
  hook: { url: 'https://desk/hooks/mail', open: false },
  outbox: { queued: 0, uncertain: 0, failed: 0, trouble: [] },
};

it('leaves a password out that was not typed', () => {
  const fields = fieldsOf(saved);
  expect(mailWish(fields)).toEqual({
    host: 'mail.hotel.com',
    port: 587,
    security: 'starttls',
    user: 'desk',
    from: 'desk@hotel.com',
    tagged: false,
    inbox: { host: '', port: 0, security: 'starttls', user: '', folder: '' },
  });
  fields.out.password = 'secret';
  fields.out.port = '';
  fields.inbox.host = ' imap.hotel.com ';
  const wish = mailWish(fields);
  expect(wish.password).toBe('secret');
  expect(wish.port).toBe(0);
  expect(wish.inbox?.host).toBe('imap.hotel.com');
});
