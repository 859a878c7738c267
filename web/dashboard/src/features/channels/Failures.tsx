import { useTranslation } from 'react-i18next';
import type { ChannelAccount } from '@/api/channels';
import { dateTime } from '@/lib/format';
import { Section } from '@/ui/Bits';
import { useReason } from './useReason';

/** What did not reach guests within a day, by reason, each in words. */
export function Failures({ account }: { account: ChannelAccount }) {
  const { t } = useTranslation();
  const words = useReason();
  const { health } = account;
  const list = [...(health.failures ?? [])].sort((a, b) => b.count - a.count);
  const most = Math.max(1, ...list.map(({ count }) => count));
  if (!account.capabilities.answers) return null;
  return (
    <Section title={t('health.failures')} hint={t('health.failuresHint')}>
      {list.length === 0 ? (
        <p className="text-ui">{t('health.noFailures')}</p>
      ) : (
        <ul aria-label={t('health.failures')} className="flex flex-col gap-2">
          {list.map(({ reason, count }) => (
            <li key={reason} className="text-ui">
              <span className="flex items-baseline gap-3">
                <span className="min-w-0 flex-1 first-letter:uppercase">{words(reason)}</span>
                <span className="nums font-semibold">{count}</span>
              </span>
              <span aria-hidden className="mt-1 block h-1 rounded-full bg-sunken">
                <span
                  className="block h-full rounded-full bg-danger"
                  style={{ width: `${(100 * count) / most}%` }}
                />
              </span>
            </li>
          ))}
        </ul>
      )}
      {health.last_failure && (
        <p className="nums text-ink3 text-label">
          {t('health.lastFailure', { at: dateTime(health.last_failure) })}
        </p>
      )}
    </Section>
  );
}
