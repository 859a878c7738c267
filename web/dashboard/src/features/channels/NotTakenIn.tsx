import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Arrivals, channelApi, channelKeys, type FailedArrival } from '@/api/channels';
import { useMe } from '@/app/session';
import { ChannelIcon } from '@/features/wall/ChannelIcon';
import { dateTime, fileSize } from '@/lib/format';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';

/** How many are shown; those that are set aside come first. */
const SHOWN = 20;

/** What channels brought and was not taken in whole, for operators. What is set aside is tried again one by one only. */
export function NotTakenIn() {
  const { t } = useTranslation();
  const operates = useMe().role === 'operator';
  const queries = useQueryClient();
  const { data } = useQuery({
    queryKey: channelKeys.arrivals,
    queryFn: channelApi.arrivals,
    enabled: operates,
    refetchInterval: 15_000,
  });
  const all = data?.arrivals ?? [];
  const again = useMutation({
    mutationFn: (one?: FailedArrival) =>
      one ? channelApi.replay(one.id) : channelApi.replayFailed(),
    onSuccess: (_, one) => {
      toast(t('aside.again'));
      queries.setQueryData<Arrivals>(channelKeys.arrivals, {
        arrivals: all.filter(({ id, set_aside }) => (one ? id !== one.id : set_aside)),
      });
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  if (!operates || all.length === 0) return null;
  return (
    <section aria-label={t('aside.title')}>
      <div className="mb-2 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-72">
          <h2 className="font-semibold text-msg">{t('aside.title')}</h2>
          <p className="text-ink3 text-label">{t('aside.hint')}</p>
        </div>
        {all.some(({ set_aside }) => !set_aside) && (
          <Button size="sm" disabled={again.isPending} onClick={() => again.mutate(undefined)}>
            {t('aside.tryAll')}
          </Button>
        )}
      </div>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {all.slice(0, SHOWN).map((one) => (
          <li key={one.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-3">
            <ChannelIcon channel={one.channel} />
            <div className="min-w-0 flex-1 basis-60">
              <p className="nums text-ui">
                {dateTime(one.at)} <span className="text-ink3">· {fileSize(one.size)}</span>
              </p>
              {one.set_aside ? (
                <p className="text-danger text-label">{t('aside.setAside')}</p>
              ) : (
                <p dir="ltr" className="break-words text-ink2 text-label">
                  {one.failure}
                </p>
              )}
            </div>
            <Button size="sm" disabled={again.isPending} onClick={() => again.mutate(one)}>
              {t('aside.try')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
