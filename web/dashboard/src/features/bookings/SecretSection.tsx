import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { bookingKeys, bookingsApi } from '@/api/bookings';
import { ErrorCard, messageOf, Section, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';

interface Props {
  property: string;
  /** Of links to bookings, or of what the property's own system brings. */
  signs: 'links' | 'push';
}

/** A secret and what it signs: shown once, and made again where it may have been seen. */
export function SecretSection({ property, signs }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const key = bookingKeys.settings(property);
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => bookingsApi.settings(property),
  });
  const made = useMutation({
    mutationFn: () => bookingsApi.makeSecret(property, signs),
    onSuccess: () => queries.invalidateQueries({ queryKey: key }),
  });
  const there = signs === 'links' ? data?.has_secret : data?.can_push;
  const make = () => {
    if (!there || window.confirm(t(`bookings.${signs}Again`))) made.mutate();
  };
  return (
    <Section title={t(`bookings.${signs}`)} hint={t(`bookings.${signs}Hint`)}>
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonLines widths={[60]} />}
      {data && signs === 'push' && <CopyField label={t('bookings.pushTo')} text={data.push_url} />}
      {made.data && (
        <div className="flex flex-col gap-1">
          <CopyField label={t('bookings.secret')} text={made.data.secret} />
          <p className="text-brass text-label">{t('bookings.secretOnce')}</p>
        </div>
      )}
      {data && !made.data && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <p className="min-w-0 flex-1 basis-48 text-ink2 text-ui">
            {t(`bookings.${signs}${there ? 'There' : 'None'}`)}
          </p>
          <Button disabled={made.isPending} onClick={make}>
            {t(`bookings.${signs}${there ? 'New' : 'Make'}`)}
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
