import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';

/** Where something was taken from, in words: `copy:PROPERTY`, `page:ADDRESS`, `import:ID`. */
export function useSourceName(): (source: string | undefined) => string {
  const { t } = useTranslation();
  const { properties } = useMe();
  return (source = '') => {
    const [kind = '', rest = ''] = [source.split(':', 1)[0], source.slice(source.indexOf(':') + 1)];
    if (kind === 'copy') {
      const name = properties.find(({ id }) => id === rest)?.name;
      return name ? t('origin.copyOf', { name }) : t('origin.copy');
    }
    if (kind === 'page') return rest;
    return t(`origin.${kind}`, { defaultValue: source });
  };
}
