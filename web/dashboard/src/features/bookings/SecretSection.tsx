import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { bookingKeys, bookingsApi } from '@/api/bookings';
import { ErrorCard, messageOf, Section, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';

/** The secret that signs links to bookings: shown once, and made again where it may have been seen. */
export function SecretSection({ property }: { property: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const key = bookingKeys.settings(property);
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => bookingsApi.settings(property),
  });
  const made = useMutation({
    mutationFn: () => bookingsApi.makeSecret(property),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
  const make = () => {
    if (!data?.has_secret || window.confirm(t('bookings.secretAgain'))) made.mutate();
  };
  return (
    <Section title={t('bookings.links')} hint={t('bookings.linksHint')}>
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonLines widths={[60]} />}
      {made.data && (
        <div className="flex flex-col gap-1">
          <CopyField label={t('bookings.secret')} text={made.data.secret} />
          <p className="text-brass text-label">{t('bookings.secretOnce')}</p>
        </div>
      )}
      {data && !made.data && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <p className="min-w-0 flex-1 basis-48 text-ink2 text-ui">
            {t(data.has_secret ? 'bookings.secretThere' : 'bookings.secretNone')}
          </p>
          <Button disabled={made.isPending} onClick={make}>
            {t(data.has_secret ? 'bookings.secretNew' : 'bookings.secretMake')}
          </Button>
        </div>
      )}
      {made.error && (
        <p role="alert" className="text-danger text-label">
          {messageOf(made.error, t)}
        </p>
      )}
    </Section>
  );
}
