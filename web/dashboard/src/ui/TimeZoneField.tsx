import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from './Field';

/** All time zones that the browser knows, with the present offset of each. */
export function TimeZoneField({
  value,
  onChange,
  disabled,
}: {
  value: string;
  onChange: (zone: string) => void;
  disabled?: boolean;
}) {
  const { t } = useTranslation();
  const zones = useMemo(() => {
    const all = Intl.supportedValuesOf('timeZone');
    return all.includes(value) ? all : [value, ...all];
  }, [value]);
  return (
    <Select
      label={t('settings.timezone')}
      value={value}
      disabled={disabled}
      onChange={(event) => onChange(event.target.value)}
    >
      {zones.map((zone) => (
        <option key={zone} value={zone}>
          {zone.replaceAll('_', ' ')}
        </option>
      ))}
    </Select>
  );
}
