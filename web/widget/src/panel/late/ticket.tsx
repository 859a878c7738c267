import { useState } from '#view';
import type { Entry } from '../../../../shared/wire';
import type { Chat } from '../chat';
import { locale } from '../i18n';
import { t } from '../i18n/late';
import { Icon } from '../icons';
import { here } from './moment';

export { ready } from './ready';

/** Beneath the line that tells a ticket's number: the number to be copied, and the guest's own clock. */
export default function Ticket({ chat, entry }: { chat: Chat; entry: Entry }) {
  const [copied, setCopied] = useState(false);
  const { ticket, reply_by } = (entry.params ?? {}) as { ticket?: string; reply_by?: string };
  if (!ticket) return null;
  const own = reply_by ? here(reply_by, locale, chat.config.timezone) : null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(ticket);
    } catch {
      // Without the permission, or on an insecure address: the old way still works.
      const from = document.activeElement as HTMLElement | null;
      const area = document.createElement('textarea');
      area.value = ticket;
      area.className = 'vh';
      document.body.appendChild(area);
      area.select();
      document.execCommand('copy');
      area.remove();
      from?.focus();
    }
    setCopied(true);
    setTimeout(() => setCopied(false), 3_000);
  };
  return (
    <span class="ticket-more">
      {own && <span class="hint">{own}</span>}
      <button type="button" class="chip" onClick={copy}>
        <Icon name={copied ? 'check' : 'copy'} />
        {copied ? t('copied') : t('copy', { n: ticket })}
      </button>
      <span class="vh" role="status">
        {copied ? t('copied') : ''}
      </span>
    </span>
  );
}
