import { useTranslation } from 'react-i18next';
import { Section } from '@/ui/Bits';
import { TextField } from '@/ui/Field';
import type { PartProps } from './part';

const LONGEST = 5000;

/** How the assistant is called, and how long it waits before it answers. */
export function AssistantSection({ values, change }: PartProps) {
  const { t, i18n } = useTranslation();
  const pause = values.assistant.pause_ms;
  const seconds = new Intl.NumberFormat(i18n.language, {
    style: 'unit',
    unit: 'second',
    minimumFractionDigits: 1,
  }).format(pause / 1000);
  return (
    <Section title={t('settings.assistant')} hint={t('settings.assistantHint')}>
      <TextField
        label={t('settings.assistantName')}
        placeholder={t('settings.assistantDefault')}
        value={values.assistant.name ?? ''}
        onChange={(e) => change({ assistant: { ...values.assistant, name: e.target.value } })}
      />
      <label className="flex flex-col gap-1">
        <span className="flex justify-between font-medium text-ink2 text-label">
          {t('settings.pause')}
          <output className="nums font-normal text-ink">{seconds}</output>
        </span>
        <input
          type="range"
          min={0}
          max={LONGEST}
          step={100}
          value={pause}
          onChange={(e) =>
            change({ assistant: { ...values.assistant, pause_ms: Number(e.target.value) } })
          }
          className="h-8 accent-fill"
        />
        <span className="text-ink3 text-label">{t('settings.pauseHint')}</span>
      </label>
      <TextField
        label={t('settings.bookingLink')}
        hint={t('settings.bookingLinkHint')}
        type="url"
        inputMode="url"
        dir="ltr"
        maxLength={2000}
        placeholder="https://"
        value={values.assistant.booking_link}
        onChange={(e) =>
          change({ assistant: { ...values.assistant, booking_link: e.target.value } })
        }
      />
    </Section>
  );
}
