import { useTranslation } from 'react-i18next';
import type { ChannelAccount, ChannelApp } from '@/api/channels';
import { serverNow } from '@/lib/clock';
import { dateTime, shortSpan } from '@/lib/format';
import { Section } from '@/ui/Bits';
import { endsSoon } from './state';
import { useReason } from './useReason';

/** What happened last on an account, and what is known of its access; what worries is said in colour and in words. */
export function HealthFacts({
  account,
  app,
}: {
  account: ChannelAccount;
  app: ChannelApp | undefined;
}) {
  const { t } = useTranslation();
  const words = useReason();
  const { health, channel, capabilities } = account;
  const meta = channel !== 'api';
  const forged = app?.bad_signatures ?? health.bad_signatures;
  return (
    <Section title={t('health.title')} hint={t('health.hint')}>
      <dl className="grid gap-x-8 gap-y-3 sm:grid-cols-2">
        <Fact name={t('health.lastIn')} at={health.last_in} bad={Boolean(health.silent_since)} />
        {capabilities.answers && <Fact name={t('health.lastOut')} at={health.last_out} />}
        {capabilities.answers && (
          <Fact
            name={t('health.onTheWay')}
            value={t('health.counts', {
              waiting: health.waiting,
              uncertain: health.uncertain,
            })}
            bad={health.uncertain > 0}
          />
        )}
        {meta && (
          <>
            <Fact
              name={t('health.subscription')}
              value={
                health.checked_at
                  ? t(health.subscribed ? 'health.isOn' : 'health.isOff')
                  : t('health.notChecked')
              }
              more={
                health.resubscribed_at
                  ? t('health.resubscribed', { at: dateTime(health.resubscribed_at) })
                  : undefined
              }
              bad={Boolean(health.checked_at) && !health.subscribed}
            />
            <Fact
              name={t('health.token')}
              value={
                !health.checked_at
                  ? t('health.notChecked')
                  : !health.token_valid
                    ? t('health.tokenDead')
                    : health.token_until
                      ? t('health.until', { at: dateTime(health.token_until) })
                      : t('health.noEnd')
              }
              bad={
                Boolean(health.checked_at) &&
                (!health.token_valid || endsSoon(health.token_until, serverNow()))
              }
            />
            <Fact name={t('health.lastCheck')} at={health.checked_at} />
          </>
        )}
        <Fact
          name={t('health.badSignatures')}
          value={String(forged)}
          more={
            app?.bad_signature_at
              ? t('health.lastAt', { at: dateTime(app.bad_signature_at) })
              : undefined
          }
          bad={forged > 0}
        />
      </dl>
      {forged > 0 && <p className="text-ink2 text-label">{t('health.badSignaturesHint')}</p>}
      {health.check_failed && (
        <p dir="auto" className="break-words text-danger text-label">
          {t('health.checkFailed', { why: words(health.check_failed) })}
        </p>
      )}
    </Section>
  );
}

interface FactProps {
  name: string;
  /** A moment; its distance is shown, its date beside it. */
  at?: string;
  value?: string;
  more?: string;
  bad?: boolean;
}

function Fact({ name, at, value, more, bad }: FactProps) {
  const { t } = useTranslation();
  const shown =
    value ??
    (at
      ? t('channels.ago', { span: shortSpan(serverNow() - Date.parse(at)) })
      : t('channels.never'));
  return (
    <div className="flex min-w-0 flex-col">
      <dt className="text-ink3 text-label">{name}</dt>
      <dd className={`nums font-medium text-msg ${bad ? 'text-danger' : ''}`}>
        {shown}
        {(more || (at && !value)) && (
          <span className="block font-normal text-ink3 text-label">
            {more ?? dateTime(at ?? '')}
          </span>
        )}
      </dd>
    </div>
  );
}
