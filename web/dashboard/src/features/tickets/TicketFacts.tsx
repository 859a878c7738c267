import { Mail, Phone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TicketChange, TicketDetail, TicketPriority, TicketStatus } from '@/api/tickets';
import { useMe } from '@/app/session';
import { dateTime, languageName } from '@/lib/format';
import { Button } from '@/ui/Button';
import { Select, TextField } from '@/ui/Field';
import { opposite, useChange } from './useChange';

const STATUSES: TicketStatus[] = ['new', 'open', 'waiting', 'done'];
const PRIORITIES: TicketPriority[] = ['urgent', 'high', 'normal', 'low'];

/** What is set about a ticket, each changed in its place, and how its guest can be reached. */
export function TicketFacts({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  const me = useMe();
  const change = useChange();
  const set = (what: TicketChange) =>
    change.mutate([{ number: ticket.number, change: what, back: opposite(ticket, what) }]);
  const known = ticket.people.some(({ id }) => id === ticket.assignee);
  return (
    <div className="flex flex-col gap-4 border-line border-b pb-4">
      <div className="grid grid-cols-2 gap-3 2xl:grid-cols-4">
        <Select
          label={t('tickets.status')}
          value={ticket.status}
          onChange={(event) => set({ status: event.target.value as TicketStatus })}
        >
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {t(`ticketStatus.${status}`)}
            </option>
          ))}
        </Select>
        <Select
          label={t('tickets.assignee')}
          value={ticket.assignee ?? ''}
          onChange={(event) => set({ assignee: event.target.value })}
        >
          <option value="">{t('tickets.nobody')}</option>
          {ticket.assignee && !known && (
            <option value={ticket.assignee}>{ticket.assignee_name}</option>
          )}
          {ticket.people.map(({ id, name }) => (
            <option key={id} value={id}>
              {id === me.id ? t('tickets.me', { name }) : name}
            </option>
          ))}
        </Select>
        <Select
          label={t('tickets.priority')}
          value={ticket.priority}
          onChange={(event) => set({ priority: event.target.value as TicketPriority })}
        >
          {PRIORITIES.map((priority) => (
            <option key={priority} value={priority}>
              {t(`ticketPriority.${priority}`)}
            </option>
          ))}
        </Select>
        <TextField
          // A new value from elsewhere begins the field anew.
          key={ticket.due ?? ''}
          type="datetime-local"
          label={t('tickets.due')}
          defaultValue={localInput(ticket.due)}
          onBlur={(event) => {
            const next = event.target.value ? new Date(event.target.value).toISOString() : '';
            if (localInput(next) !== localInput(ticket.due)) set({ due: next });
          }}
        />
      </div>
      <ul className="flex flex-wrap items-center gap-x-4 gap-y-1.5 text-ui">
        {ticket.email && (
          <li className="flex min-w-0 items-center gap-1.5">
            <Mail size={14} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink3" />
            <a href={`mailto:${encodeURIComponent(ticket.email)}`} className="one-line text-accent">
              <bdi>{ticket.email}</bdi>
            </a>
          </li>
        )}
        {ticket.phone && (
          <li className="flex min-w-0 items-center gap-1.5">
            <Phone size={14} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink3" />
            <a href={`tel:${ticket.phone.replace(/[^+\d]/g, '')}`} className="one-line text-accent">
              <bdi dir="ltr">{ticket.phone}</bdi>
            </a>
          </li>
        )}
        {ticket.language && <li className="text-ink2">{languageName(ticket.language)}</li>}
        {ticket.reply_by && (
          <li className="text-ink2">{t('tickets.promised', { at: dateTime(ticket.reply_by) })}</li>
        )}
        {ticket.assignee !== me.id && ticket.status !== 'done' && (
          <li className="ms-auto">
            <Button size="sm" disabled={change.isPending} onClick={() => set({ assignee: me.id })}>
              {t('tickets.assignMe')}
            </Button>
          </li>
        )}
      </ul>
    </div>
  );
}

/** A moment as a field for date and time takes it: by this screen's clock, to the minute. */
function localInput(at: string | undefined): string {
  if (!at) return '';
  const moment = new Date(at);
  return new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000)
    .toISOString()
    .slice(0, 16);
}
