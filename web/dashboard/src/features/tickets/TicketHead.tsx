import { ArrowLeft, Check, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TicketDetail } from '@/api/tickets';
import { useMe, useProperty } from '@/app/session';
import { PropertyTag } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { AnsweredMark, StatusChip } from './Marks';
import { opposite, useChange } from './useChange';

/** Which ticket it is, whose, and the one press that most of them end with. */
export function TicketHead({ ticket, onClose }: { ticket: TicketDetail; onClose: () => void }) {
  const { t } = useTranslation();
  const me = useMe();
  const property = useProperty(ticket.property_id);
  const change = useChange();
  const done = ticket.status === 'done';
  const turn = () => {
    const what = { status: done ? ('open' as const) : ('done' as const) };
    change.mutate([{ number: ticket.number, change: what, back: opposite(ticket, what) }]);
  };
  return (
    <header className="flex min-h-14 shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5 border-line border-b px-5 py-2 max-sm:px-3">
      <IconButton label={t('tickets.back')} className="lg:hidden" onClick={onClose}>
        <ArrowLeft size={18} strokeWidth={1.5} className="rtl:-scale-x-100" />
      </IconButton>
      {me.properties.length > 1 && <PropertyTag property={property} />}
      <h2 className="one-line min-w-0 max-w-full font-semibold text-panel max-sm:flex-1 max-sm:basis-[60%]">
        <span className="nums font-normal text-ink3">#{ticket.number}</span>{' '}
        <bdi>{ticket.name || ticket.email || ticket.phone || t('author.guest')}</bdi>
      </h2>
      <span className="me-auto flex flex-wrap items-center gap-1.5">
        <StatusChip status={ticket.status} />
        <AnsweredMark ticket={ticket} />
      </span>
      <Button data-action="resolve" disabled={change.isPending} onClick={turn}>
        {done ? (
          <RotateCcw size={14} strokeWidth={1.75} aria-hidden />
        ) : (
          <Check size={14} strokeWidth={2} aria-hidden />
        )}
        {t(done ? 'tickets.openAgain' : 'tickets.markDone')}
      </Button>
      <IconButton label={t('common.close')} className="max-lg:hidden" onClick={onClose}>
        <X size={16} strokeWidth={1.5} />
      </IconButton>
    </header>
  );
}
