import { Check, UserCheck, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ticket, TicketChange } from '@/api/tickets';
import { useMe } from '@/app/session';
import { Button, IconButton } from '@/ui/Button';
import type { Picks } from './picks';
import { opposite, useChange } from './useChange';

/** What can be done with all tickets that are ticked; one press takes it back. */
export function BulkBar({ tickets, picks }: { tickets: Ticket[]; picks: Picks }) {
  const { t } = useTranslation();
  const me = useMe();
  const change = useChange();
  if (picks.numbers.length === 0) return null;
  const all = (what: TicketChange) => {
    const picked = tickets.filter(({ number }) => picks.has(number));
    change.mutate(
      picked.map((ticket) => ({
        number: ticket.number,
        change: what,
        back: opposite(ticket, what),
      })),
      { onSuccess: picks.clear },
    );
  };
  return (
    <div
      role="toolbar"
      aria-label={t('tickets.picked', { count: picks.numbers.length })}
      className="layer-in flex shrink-0 flex-wrap items-center gap-2 border-line border-t bg-raised px-5 py-2"
    >
      <span className="me-auto font-medium text-ui">
        {t('tickets.picked', { count: picks.numbers.length })}
      </span>
      <Button disabled={change.isPending} onClick={() => all({ assignee: me.id })}>
        <UserCheck size={14} strokeWidth={1.75} aria-hidden />
        {t('tickets.assignMe')}
      </Button>
      <Button disabled={change.isPending} onClick={() => all({ status: 'done' })}>
        <Check size={14} strokeWidth={2} aria-hidden />
        {t('tickets.markDone')}
      </Button>
      <IconButton label={t('tickets.unpick')} onClick={picks.clear}>
        <X size={16} strokeWidth={1.5} />
      </IconButton>
    </div>
  );
}
