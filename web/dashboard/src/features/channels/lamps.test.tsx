// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Lamp } from '@/api/channels';
import { openWords, startI18n } from '@/i18n';
import { Lamps } from './Lamps';

beforeAll(async () => {
  await startI18n();
  await openWords('channels', 'failure');
});
afterEach(cleanup);

const row = (
  lamp: Lamp,
  channel: 'whatsapp' | 'api' = 'whatsapp',
  at: 'connecting' | 'account' = 'connecting',
) => {
  render(<Lamps lamps={[lamp]} channel={channel} at={at} />);
  return within(screen.getByRole('list', { name: 'What is working' })).getByRole('listitem');
};

describe('a lamp', () => {
  it('says since when it is lit', () => {
    const lit = row({ name: 'hello', on: true, at: '2026-11-22T12:00:00.000Z' });
    expect(lit.textContent).toContain('A hello arrived');
    expect(lit.textContent).toContain('since');
  });
  it('says what lights it while it is dark, in words of its channel', () => {
    expect(row({ name: 'token', on: false }).textContent).toContain('system user');
    cleanup();
    expect(row({ name: 'hello', on: false }, 'api').textContent).toContain('with the token');
  });
  it('says what puts it right where something was found', () => {
    const dark = row({ name: 'token', on: false, cure: 'token_expired' });
    expect(dark.textContent).toContain('no longer works');
  });
  it('sends whoever connects to the step that asks for the token, and others to the settings', () => {
    const lamp: Lamp = { name: 'token', on: false, cure: 'token_expired' };
    expect(row(lamp).textContent).toContain('in the step “The number and its token”');
    cleanup();
    expect(row(lamp, 'whatsapp', 'account').textContent).toContain('“Settings of the account”');
  });
  it('names the fields that are not on', () => {
    const dark = row({ name: 'subscribed', on: false, cure: 'unsubscribed', detail: 'standby' });
    expect(dark.textContent).toContain('standby is missing');
  });
  it('words a reason, and shows what it has no words for', () => {
    const known = row({ name: 'answered', on: false, detail: 'payment_missing' });
    expect(known.textContent).toContain('no payment method');
    cleanup();
    const unknown = row({ name: 'answered', on: false, detail: 'Meta said so' });
    expect(unknown.textContent).toContain('Meta said so');
  });
});
