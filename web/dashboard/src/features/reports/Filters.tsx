import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass } from '@/ui/Button';
import { Select, TextField } from '@/ui/Field';
import { PropertyPicker } from '@/ui/PropertyPicker';
import { type Dates, isDay, PERIODS, type PeriodName } from './period';

const CHANNELS = ['web', 'messenger', 'instagram', 'whatsapp', 'api'];

export interface ReportSearch {
  property?: string;
  channel?: string;
  period?: string;
  from?: string;
  to?: string;
}

interface Props {
  search: ReportSearch;
  period: PeriodName;
  dates: Dates;
  csv: string;
  onChange: (change: ReportSearch) => void;
}

/** What the report is about, and the file of it. */
export function Filters({ search, period, dates, csv, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <PropertyPicker
        all
        value={search.property ?? ''}
        onChange={(id) => onChange({ property: id || undefined })}
      />
      <Select
        hideLabel
        label={t('reports.channel')}
        value={search.channel ?? ''}
        onChange={(event) => onChange({ channel: event.target.value || undefined })}
      >
        <option value="">{t('reports.allChannels')}</option>
        {CHANNELS.map((channel) => (
          <option key={channel} value={channel}>
            {t(`channel.${channel}`, { defaultValue: channel })}
          </option>
        ))}
      </Select>
      <Select
        hideLabel
        label={t('reports.period')}
        value={period}
        onChange={(event) =>
          onChange(
            event.target.value === 'own'
              ? { period: 'own', ...dates }
              : { period: event.target.value, from: undefined, to: undefined },
          )
        }
      >
        {PERIODS.map((days) => (
          <option key={days} value={days}>
            {t('reports.lastDays', { count: Number(days) })}
          </option>
        ))}
        <option value="own">{t('reports.ownDates')}</option>
      </Select>
      {period === 'own' && <OwnDates dates={dates} onChange={onChange} />}
      <a href={csv} download className={buttonClass()}>
        <Download size={14} strokeWidth={1.75} aria-hidden />
        {t('reports.csv')}
      </a>
    </>
  );
}

/** Two dates; one that is still being typed asks for nothing yet. */
function OwnDates({ dates, onChange }: Pick<Props, 'dates' | 'onChange'>) {
  const { t } = useTranslation();
  const [own, setOwn] = useState(dates);
  useEffect(() => setOwn(dates), [dates]);
  const set = (change: Partial<Dates>) => {
    const next = { ...own, ...change };
    setOwn(next);
    if (isDay(next.from) && isDay(next.to)) onChange({ period: 'own', ...next });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <TextField
        hideLabel
        type="date"
        label={t('reports.from')}
        value={own.from}
        max={own.to}
        onChange={(event) => set({ from: event.target.value })}
      />
      <span aria-hidden>–</span>
      <TextField
        hideLabel
        type="date"
        label={t('reports.to')}
        value={own.to}
        min={own.from}
        onChange={(event) => set({ to: event.target.value })}
      />
    </div>
  );
}
