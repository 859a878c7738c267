import { useTranslation } from 'react-i18next';
import type { Fate } from './board';

/** How a ring ended, for the 2 s in which that is said: "Ben took this" is news, not an error. */
export function FateLine({ fate }: { fate: Fate }) {
  const { t } = useTranslation();
  const name = fate.by?.name || t('common.somebody');
  return (
    <p role="status" className="layer-in py-1 font-medium text-brass text-ui">
      {fate.how === 'accepted' ? t('wall.tookThis', { name }) : t(`ring.fate.${fate.how}`)}
    </p>
  );
}
