import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '@/api/tickets';
import { useMe, useProperty } from '@/app/session';
import { ChannelIcon } from '@/features/wall/ChannelIcon';
import { useNow } from '@/lib/clock';
import { dateTime, shortSpan } from '@/lib/format';
import { Avatar, PropertyTag } from '@/ui/Bits';
import { AnsweredMark, Due, PriorityMark, StatusChip } from './Marks';
import { OpportunityMark } from './OpportunityMark';
import type { Picks } from './picks';

interface Props {
  tickets: Ticket[];
  picks: Picks;
}

const HEAD = 'px-2 py-2 text-start font-medium text-ink3 text-label';
const CELL = 'px-2 py-2.5 align-top';

/** The list while no ticket is open, on a screen that is wide enough: everything in columns. */
export function TicketTable({ tickets, picks }: Props) {
  const { t } = useTranslation();
  return (
    <table className="w-full border-collapse text-ui">
      <thead className="sticky top-0 z-10 border-line border-b bg-bg">
        <tr>
          <th scope="col" className={`${HEAD} w-10 ps-5`}>
            <input
              type="checkbox"
              aria-label={t('tickets.pickAll')}
              checked={picks.all}
              onChange={() => picks.toggleAll()}
            />
          </th>
          <th scope="col" className={`${HEAD} w-20`}>
            {t('tickets.number')}
          </th>
          <th scope="col" className={HEAD}>
            {t('tickets.guest')}
          </th>
          <th scope="col" className={`${HEAD} w-36`}>
            {t('tickets.status')}
          </th>
          <th scope="col" className={`${HEAD} w-40`}>
            {t('tickets.assignee')}
          </th>
          <th scope="col" className={`${HEAD} w-36`}>
            {t('tickets.due')}
          </th>
          <th scope="col" className={`${HEAD} w-16 pe-5 text-end`}>
            {t('tickets.age')}
          </th>
        </tr>
      </thead>
      <tbody>
        {tickets.map((ticket) => (
          <Row key={ticket.number} ticket={ticket} picks={picks} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ ticket, picks }: { ticket: Ticket; picks: Picks }) {
  const { t } = useTranslation();
  const me = useMe();
  const now = useNow(30_000);
  const property = useProperty(ticket.property_id);
  return (
    <tr className="relative border-line border-b hover:bg-sunken has-[a:focus-visible]:bg-sunken">
      <td className={`${CELL} ps-5`}>
        <input
          type="checkbox"
          className="relative z-[1] mt-0.5"
          aria-label={t('tickets.pick', { number: ticket.number })}
          checked={picks.has(ticket.number)}
          onChange={() => picks.toggle(ticket.number)}
        />
      </td>
      <td className={`${CELL} nums font-medium`}>#{ticket.number}</td>
      <td className={`${CELL} max-w-0`}>
        <span className="flex min-w-0 items-center gap-2">
          {me.properties.length > 1 && <PropertyTag property={property} />}
          {ticket.channel !== 'web' && <ChannelIcon channel={ticket.channel} />}
          <Link
            to="/tickets"
            search={(old) => ({ ...old, n: ticket.number })}
            data-item
            // The whole row is the link's; the boxes stand above it.
            className="one-line min-w-0 font-medium outline-offset-2 before:absolute before:inset-0"
          >
            <bdi>{ticket.name || ticket.email || ticket.phone || t('author.guest')}</bdi>
          </Link>
          <AnsweredMark ticket={ticket} />
        </span>
        {ticket.opportunity && (
          <span className="my-1 flex flex-wrap items-center gap-x-2 gap-y-1">
            <OpportunityMark ticket={ticket} />
          </span>
        )}
        <span className="one-line block text-ink3">
          <bdi>{ticket.text || t('tickets.noText')}</bdi>
        </span>
      </td>
      <td className={CELL}>
        <span className="flex flex-wrap items-center gap-1.5">
          <StatusChip status={ticket.status} />
          <PriorityMark ticket={ticket} />
        </span>
      </td>
      <td className={`${CELL} max-w-0`}>
        {ticket.assignee_name ? (
          <span className="flex min-w-0 items-center gap-2">
            <Avatar name={ticket.assignee_name} size={20} />
            <bdi className="one-line">
              {ticket.assignee === me.id ? t('author.you') : ticket.assignee_name}
            </bdi>
          </span>
        ) : (
          <span className="text-ink3">{t('tickets.nobody')}</span>
        )}
      </td>
      <td className={CELL}>
        <Due ticket={ticket} />
      </td>
      <td
        className={`${CELL} nums whitespace-nowrap pe-5 text-end text-ink3`}
        title={dateTime(ticket.created_at)}
      >
        {shortSpan(now - Date.parse(ticket.created_at))}
      </td>
    </tr>
  );
}
