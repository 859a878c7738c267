import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { answeringApi, answeringKeys } from '@/api/answering';
import { useMe } from '@/app/session';
import { managesAt } from '@/lib/abilities';
import { Empty, ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { PropertyPicker } from '@/ui/PropertyPicker';
import { AnsweringForm } from './AnsweringForm';

/** What it uses and how it does changes by itself: it is asked again this often. */
const AGAIN = 15_000;

/** Who answers a property's guests: the page. */
export default function WhoAnswers() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/settings/answering' });
  const mine = me.properties.filter(({ id }) => managesAt(me, id));
  const property = mine.find(({ id }) => id === search.property) ?? mine[0];
  const { data, error, refetch } = useQuery({
    queryKey: answeringKeys.property(property?.id ?? ''),
    queryFn: () => answeringApi.get(property?.id ?? ''),
    enabled: Boolean(property),
    refetchInterval: AGAIN,
  });
  return (
    <>
      <PageHead title={t('answering.title')}>
        {property && (
          <PropertyPicker
            value={property.id}
            onChange={(id) =>
              void navigate({ to: '/settings/answering', search: { property: id }, replace: true })
            }
          />
        )}
      </PageHead>
      {!property && <Empty title={t('error.forbidden')} />}
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {property && !data && !error && (
        <div aria-busy className="p-6">
          <SkeletonLines widths={[20, 60, 55, 62, 50]} />
        </div>
      )}
      {data && property && <AnsweringForm key={property.id} property={property} saved={data} />}
    </>
  );
}
