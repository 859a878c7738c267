import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { useSources } from './useSources';

/** Where something was taken from, in words: `copy:PROPERTY`, `page:ADDRESS`, `document:ID`, `import:ID`. */
export function useSourceName(property: string): (source: string | undefined) => string {
  const { t } = useTranslation();
  const { properties } = useMe();
  const { data } = useSources(property);
  return (source = '') => {
    const [kind = '', rest = ''] = [source.split(':', 1)[0], source.slice(source.indexOf(':') + 1)];
    if (kind === 'copy') {
      const name = properties.find(({ id }) => id === rest)?.name;
      return name ? t('origin.copyOf', { name }) : t('origin.copy');
    }
    if (kind === 'page') return rest;
    const document = kind === 'document' && data?.sources.find(({ id }) => id === rest)?.name;
    if (document) return t('origin.copyOf', { name: document });
    return t(`origin.${kind}`, { defaultValue: source });
  };
}
