import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { Select } from './Field';

interface Props {
  value: string;
  onChange: (id: string) => void;
  /** All of them may be chosen, too: the empty value. */
  all?: boolean;
}

/** Which of my properties a page is about; nothing to choose where there is one. */
export function PropertyPicker({ value, onChange, all }: Props) {
  const { t } = useTranslation();
  const { properties } = useMe();
  if (properties.length < 2) return null;
  return (
    <Select
      hideLabel
      label={t('history.property')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {all && <option value="">{t('wall.allProperties')}</option>}
      {properties.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}
