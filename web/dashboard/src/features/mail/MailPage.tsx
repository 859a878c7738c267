import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { ticketApi, ticketKeys } from '@/api/tickets';
import { useMe } from '@/app/session';
import { Empty, ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { MailForm } from './MailForm';
import { Outbox } from './Outbox';

/** How the installation sends and fetches e-mail: the operator's page. */
export default function MailPage() {
  const { t } = useTranslation();
  const me = useMe();
  const operator = me.role === 'operator';
  const { data, error, refetch } = useQuery({
    queryKey: ticketKeys.mail,
    queryFn: ticketApi.mail,
    enabled: operator,
    refetchInterval: 30_000,
  });
  return (
    <>
      <PageHead title={t('mail.title')} />
      {!operator && <Empty title={t('error.forbidden')} />}
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {operator && !data && !error && (
        <div aria-busy className="p-6">
          <SkeletonLines widths={[20, 60, 55, 62, 50]} />
        </div>
      )}
      {data && <MailForm saved={data} outbox={<Outbox settings={data} />} />}
    </>
  );
}
