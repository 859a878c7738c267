import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { serverNow, useNow } from '@/lib/clock';
import { clockTime } from '@/lib/format';
import { Section } from '@/ui/Bits';
import { Choice, Toggle } from '@/ui/Field';
import { Exceptions } from './Exceptions';
import { RadioList } from './Fields';
import { HoursGrid } from './HoursGrid';
import type { ScopedPart } from './shape';

/** Whether, where and when guests are offered a person. */
export function OfferPart({
  values,
  change,
  service,
  set,
  scope,
  at,
  zone,
  fixed,
  wrong,
  unread,
}: ScopedPart) {
  const { t } = useTranslation();
  const me = useMe();
  useNow(30_000);
  const { hours } = service;
  const setHours = (part: Partial<typeof hours>) => set({ hours: { ...hours, ...part } });
  const never = wrong(`${at}.hours.week`);
  return (
    <>
      <Section title={t('liveChat.switch')} hint={t('liveChat.switchHint')}>
        {scope === '' && me.role === 'operator' && (
          <Toggle
            label={t('liveChat.available')}
            hint={t('liveChat.availableHint')}
            checked={values.available}
            onChange={(available) => change({ available })}
          />
        )}
        <Toggle
          label={t('liveChat.enabled')}
          hint={t('liveChat.enabledHint')}
          checked={service.enabled}
          disabled={!values.available && me.role !== 'operator'}
          onChange={(enabled) => set({ enabled })}
        />
      </Section>
      <Section title={t('liveChat.where')} hint={t('liveChat.whereHint')}>
        <RadioList
          label={t('liveChat.show')}
          value={service.show}
          onChange={(show) => set({ show })}
          options={(['cannot_help', 'always', 'asked'] as const).map((value) => ({
            value,
            label: t(`liveChat.showAt.${value}`),
            hint: t(`liveChat.showHint.${value}`),
          }))}
        />
        <Toggle
          label={t('liveChat.showRegardless')}
          hint={t('liveChat.showRegardlessHint')}
          checked={service.show_regardless}
          onChange={(show_regardless) => set({ show_regardless })}
        />
        <RadioList
          label={t('liveChat.nobody')}
          value={service.regardless ? 'wait' : 'message'}
          onChange={(value) => set({ regardless: value === 'wait' })}
          options={(['message', 'wait'] as const).map((value) => ({
            value,
            label: t(`liveChat.nobodyThen.${value}`),
            hint: t(`liveChat.nobodyHint.${value}`),
          }))}
        />
      </Section>
      <section aria-label={t('liveChat.hours')} className="border-line border-b py-6">
        <div className="mb-4 flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
          <div>
            <h2 className="font-semibold text-msg">{t('liveChat.hours')}</h2>
            <p className="mt-1 text-ink3 text-label">
              {t('liveChat.hoursZone', {
                zone: zone.replaceAll('_', ' '),
                time: clockTime(serverNow(), zone),
              })}
            </p>
          </div>
          <Choice
            hideLabel
            label={t('liveChat.hours')}
            value={hours.always ? 'always' : 'week'}
            onChange={(value) => setHours({ always: value === 'always' })}
            options={[
              { value: 'always', label: t('liveChat.always') },
              { value: 'week', label: t('liveChat.weekly') },
            ]}
          />
        </div>
        {hours.always ? (
          <p className="text-ink2 text-ui">{t('liveChat.alwaysHint')}</p>
        ) : (
          <>
            <HoursGrid
              at={`${at}.hours`}
              week={hours.week}
              zone={zone}
              disabled={fixed}
              onChange={(week) => setHours({ week })}
              wrong={wrong}
              unread={unread}
            />
            {never && (
              <p role="alert" className="mt-1 text-danger text-label">
                {never}
              </p>
            )}
          </>
        )}
      </section>
      <section aria-label={t('liveChat.exceptions')} className="py-6">
        <h2 className="font-semibold text-msg">{t('liveChat.exceptions')}</h2>
        <p className="mt-1 mb-4 text-ink3 text-label">{t('liveChat.exceptionsHint')}</p>
        <Exceptions
          at={`${at}.hours.exceptions`}
          exceptions={hours.exceptions}
          disabled={fixed}
          onChange={(exceptions) => setHours({ exceptions })}
          wrong={wrong}
          unread={unread}
        />
      </section>
    </>
  );
}
