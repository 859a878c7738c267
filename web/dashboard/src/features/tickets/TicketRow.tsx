import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '@/api/tickets';
import { useMe, useProperty } from '@/app/session';
import { ChannelIcon } from '@/features/wall/ChannelIcon';
import { useNow } from '@/lib/clock';
import { dateTime, shortSpan } from '@/lib/format';
import { PropertyTag } from '@/ui/Bits';
import { AnsweredMark, Due, PriorityMark, StatusChip } from './Marks';
import { OpportunityMark } from './OpportunityMark';

/** A ticket in the narrow list: beside an open one, and on a phone. */
export function TicketRow({ ticket, selected }: { ticket: Ticket; selected: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow(30_000);
  const property = useProperty(ticket.property_id);
  return (
    <article
      className={clsx(
        'relative flex flex-col gap-1 border-line border-b px-5 py-2.5 hover:bg-sunken max-sm:px-4',
        selected && 'bg-wash hover:bg-wash',
      )}
    >
      <span className="flex items-center gap-2">
        {me.properties.length > 1 && <PropertyTag property={property} />}
        {ticket.channel !== 'web' && <ChannelIcon channel={ticket.channel} />}
        <span className="nums shrink-0 text-ink3">#{ticket.number}</span>
        <Link
          to="/tickets"
          search={(old) => ({ ...old, n: ticket.number })}
          data-item
          aria-current={selected ? 'true' : undefined}
          className="one-line min-w-0 flex-1 font-medium text-ui outline-offset-2 before:absolute before:inset-0"
        >
          <bdi>{ticket.name || ticket.email || ticket.phone || t('author.guest')}</bdi>
        </Link>
        <time
          dateTime={ticket.created_at}
          title={dateTime(ticket.created_at)}
          className="nums shrink-0 text-ink3 text-label"
        >
          {shortSpan(now - Date.parse(ticket.created_at))}
        </time>
      </span>
      <span className="line-clamp-2 break-words text-ink2 text-label">
        <bdi>{ticket.text || t('tickets.noText')}</bdi>
      </span>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-label">
        <StatusChip status={ticket.status} />
        <OpportunityMark ticket={ticket} />
        <AnsweredMark ticket={ticket} />
        <PriorityMark ticket={ticket} />
        <Due ticket={ticket} />
        {ticket.assignee_name && (
          <bdi className="one-line ms-auto min-w-0 text-ink3">
            {ticket.assignee === me.id ? t('author.you') : ticket.assignee_name}
          </bdi>
        )}
      </span>
    </article>
  );
}
