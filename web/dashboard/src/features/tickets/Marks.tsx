import clsx from 'clsx';
import { ChevronDown, ChevronsUp, ChevronUp, Mail } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ticket, TicketStatus } from '@/api/tickets';
import { useNow } from '@/lib/clock';
import { dateTime } from '@/lib/format';
import { Chip } from '@/ui/Bits';

const TONES = { new: 'brass', open: 'plain', waiting: 'plain', done: 'plain' } as const;

/** How far a ticket is, in a word. */
export function StatusChip({ status }: { status: TicketStatus }) {
  const { t } = useTranslation();
  return <Chip tone={TONES[status]}>{t(`ticketStatus.${status}`)}</Chip>;
}

const ICONS = { low: ChevronDown, high: ChevronUp, urgent: ChevronsUp };

/** How pressing a ticket is, where that is not as usual. */
export function PriorityMark({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  if (ticket.priority === 'normal') return null;
  const Icon = ICONS[ticket.priority];
  return (
    <span
      className={clsx(
        'inline-flex shrink-0 items-center gap-0.5 font-medium text-label',
        ticket.priority === 'urgent' ? 'text-danger' : 'text-ink2',
      )}
    >
      <Icon size={14} strokeWidth={2} aria-hidden />
      {t(`ticketPriority.${ticket.priority}`)}
    </span>
  );
}

/** Says that the guest has answered and nobody of the desk has done anything since. */
export function AnsweredMark({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  if (!ticket.answered_at) return null;
  return (
    <Chip tone="brass">
      <Mail size={12} strokeWidth={1.75} aria-hidden />
      {t('tickets.answered')}
    </Chip>
  );
}

/** By when it is to be done; what is late says so. */
export function Due({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const now = useNow(30_000);
  if (!ticket.due) return null;
  const late = ticket.status !== 'done' && Date.parse(ticket.due) < now;
  return (
    <span
      className={clsx('nums whitespace-nowrap', late ? 'font-medium text-danger' : 'text-ink2')}
    >
      {late ? t('tickets.late', { at: dateTime(ticket.due) }) : dateTime(ticket.due)}
    </span>
  );
}
