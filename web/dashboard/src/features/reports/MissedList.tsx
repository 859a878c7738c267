import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MissedRequest, RequestReport } from '@/api/types';
import { useMe, useProperty } from '@/app/session';
import { ChannelIcon } from '@/features/wall/ChannelIcon';
import { mayUse } from '@/lib/abilities';
import { PropertyTag } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { askedAt, waitSpan } from './figures';

const FIRST = 20;

/** Everyone who was missed, the latest first. Each opens, for those who may read conversations. */
export function MissedList({ report }: { report: RequestReport }) {
  const { t } = useTranslation();
  const me = useMe();
  const [shown, setShown] = useState(FIRST);
  const { missed, total } = report;
  if (missed.length === 0) return null;
  return (
    <section
      aria-label={t('reports.missedList')}
      className="min-w-0 overflow-hidden rounded-card border border-line bg-surface"
    >
      <h2 className="px-4 pt-4 pb-2 font-semibold text-msg">{t('reports.missedList')}</h2>
      <ul className="divide-y divide-line">
        {missed.slice(0, shown).map((one) => (
          <li key={`${one.conversation_id} ${one.at}`}>
            <Row one={one} opens={mayUse(me, 'history')} />
          </li>
        ))}
      </ul>
      {missed.length > shown && (
        <div className="border-line border-t p-3 text-center">
          <Button onClick={() => setShown((so) => so + 5 * FIRST)}>{t('history.more')}</Button>
        </div>
      )}
      {missed.length <= shown && total.missed > missed.length && (
        <p className="border-line border-t px-4 py-3 text-ink3 text-label">
          {t('reports.capped', { count: missed.length })}
        </p>
      )}
    </section>
  );
}

const ROW =
  'grid min-h-11 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 gap-y-0.5 px-4 py-2 text-ui outline-offset-[-2px] sm:grid-cols-[auto_minmax(0,1fr)_minmax(0,1.4fr)_auto]';

function Row({ one, opens }: { one: MissedRequest; opens: boolean }) {
  const { t } = useTranslation();
  const property = useProperty(one.property_id);
  const inside = (
    <>
      <time
        dateTime={one.at}
        title={property?.timezone}
        className="nums one-line text-ink2 text-label sm:w-44"
      >
        {askedAt(one.at, property?.timezone)}
      </time>
      <span className="flex min-w-0 items-center gap-2 max-sm:col-span-2 max-sm:row-start-1">
        <PropertyTag property={property} />
        <ChannelIcon channel={one.channel} />
        <bdi className="one-line min-w-0 font-medium">{one.guest || t('author.guest')}</bdi>
      </span>
      <span className="one-line text-ink2 max-sm:col-span-2">
        {t(`reports.cause_${one.cause}`)}
      </span>
      <span className="nums text-end text-ink3 text-label max-sm:row-start-2 max-sm:[grid-column:2] sm:w-14">
        {one.waited_ms !== undefined && waitSpan(one.waited_ms)}
      </span>
    </>
  );
  if (!opens) return <div className={ROW}>{inside}</div>;
  return (
    <Link to="/history" search={{ c: one.conversation_id }} className={`${ROW} hover:bg-sunken`}>
      {inside}
    </Link>
  );
}
