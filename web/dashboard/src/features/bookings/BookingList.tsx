import { useInfiniteQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bookingKeys, bookingsApi } from '@/api/bookings';
import { ErrorCard, Section, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField, Toggle } from '@/ui/Field';
import { BookingRow } from './BookingRow';

/** The bookings by day of arrival, those to come first; found by number or surname. */
export function BookingList({ property, manages }: { property: string; manages: boolean }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [past, setPast] = useState(false);
  const q = useDeferredValue(typed.trim());
  const query = { q: q || undefined, past: past || undefined };
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    {
      queryKey: bookingKeys.list(property, query),
      queryFn: ({ pageParam }) => bookingsApi.list(property, { ...query, cursor: pageParam }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (last) => last.cursor,
      placeholderData: (before) => before,
    },
  );
  const rows = data?.pages.flatMap(({ bookings }) => bookings) ?? [];
  return (
    <Section title={t('bookings.list')} hint={t('bookings.listHint')}>
      <TextField
        label={t('bookings.search')}
        type="search"
        dir="auto"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Toggle label={t('bookings.past')} checked={past} onChange={setPast} />
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <div aria-busy>
          <SkeletonLines widths={[60, 50, 55]} />
        </div>
      )}
      {data && rows.length === 0 && (
        <p role="status" className="text-ink3 text-ui">
          {t(q ? 'bookings.noneFound' : 'bookings.none')}
        </p>
      )}
      {rows.length > 0 && (
        <ul
          aria-label={t('bookings.list')}
          className="divide-y divide-line rounded-card border border-line bg-surface"
        >
          {rows.map((booking) => (
            <BookingRow key={booking.key} property={property} booking={booking} manages={manages} />
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button
          className="self-start"
          disabled={isFetchingNextPage}
          onClick={() => void fetchNextPage()}
        >
          {t('bookings.more')}
        </Button>
      )}
    </Section>
  );
}
