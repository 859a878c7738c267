import { useMutation } from '@tanstack/react-query';
import { BellRing } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type BellCheck, bellApi } from '@/api/bell';
import { unlockSound } from '@/features/sound/player';
import { serverNow, useNow } from '@/lib/clock';
import { shortSpan } from '@/lib/format';
import { thisDevice } from '@/realtime/device';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';

/** From this age on, an answer says little about tonight. */
const OLD = 24 * 3_600_000;

/** A ring for this device alone, and how long ago somebody here said to have heard one. */
export function LiveTest({ check }: { check: BellCheck | undefined }) {
  const { t } = useTranslation();
  const test = useMutation({
    mutationFn: async () => {
      await unlockSound();
      return bellApi.test(await thisDevice());
    },
  });
  return (
    <section
      aria-label={t('check.test')}
      className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-card border border-line bg-surface px-4 py-4"
    >
      <div className="min-w-0 flex-1 basis-60">
        <h2 className="font-semibold text-msg">{t('check.test')}</h2>
        <p className="mt-0.5 text-ink2 text-ui">{t('check.testBody')}</p>
        <Heard check={check} />
        {test.error && (
          <p role="alert" className="mt-1 text-danger text-ui">
            {messageOf(test.error, t)}
          </p>
        )}
      </div>
      <Button variant="primary" size="lg" disabled={test.isPending} onClick={() => test.mutate()}>
        <BellRing size={16} strokeWidth={1.5} aria-hidden />
        {t('check.ringNow')}
      </Button>
    </section>
  );
}

function Heard({ check }: { check: BellCheck | undefined }) {
  const { t } = useTranslation();
  useNow(30_000);
  const answer = check?.devices?.find((device) => device.this)?.heard;
  if (!answer) return <p className="mt-1 text-ink3 text-label">{t('check.neverTested')}</p>;
  const age = serverNow() - Date.parse(answer.at);
  const span = shortSpan(Math.max(0, age));
  const old = age > OLD;
  return (
    <p
      className={`nums mt-1 font-medium text-label ${answer.heard ? (old ? 'text-brass' : 'text-live') : 'text-danger'}`}
    >
      {t(answer.heard ? 'check.heardAgo' : 'check.notHeardAgo', { span })}
    </p>
  );
}
