import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { BellCheck as Check } from '@/api/bell';
import { checkQuery } from '@/features/duty/useDuty';
import { PhoneCard } from '@/features/push/PhoneCard';
import { ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { Checks } from './Checks';
import { Devices } from './Devices';
import { LiveTest } from './LiveTest';

/** What would keep a ring from being heard here, each found out by this device itself; and a ring to try it. */
export default function BellCheck() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    ...checkQuery,
    staleTime: 0,
    refetchInterval: 20_000,
  });
  return (
    <>
      <PageHead title={t('nav.bellCheck')} />
      <div className="scroll-y min-h-0 flex-1">
        <div className="mx-auto flex max-w-[760px] flex-col gap-7 p-5 max-sm:p-4">
          <p className="max-w-[560px] text-ink2 text-msg">{t('check.lead')}</p>
          <Checks check={data} />
          <LiveTest check={data} />
          <PhoneCard />
          {error && !data && <ErrorCard error={error} onRetry={() => void refetch()} />}
          {!data && !error && <SkeletonLines widths={[60, 44]} />}
          {data && <Others check={data} />}
        </div>
      </div>
    </>
  );
}

function Others({ check }: { check: Check }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('check.devices')}>
      <h2 className="mb-2 font-semibold text-msg">{t('check.devices')}</h2>
      <Devices devices={check.devices ?? []} />
    </section>
  );
}
