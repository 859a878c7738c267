import { useTranslation } from 'react-i18next';
import type { Lost } from '@/realtime/ephemeral';

/** "Anna took this": said, not shown as an error; being second is nobody's fault. */
export function LostLine({ lost }: { lost: Lost }) {
  const { t } = useTranslation();
  return (
    <p role="status" className="layer-in py-1 font-medium text-brass text-ui">
      {t('wall.tookThis', { name: lost.name || t('common.somebody') })}
    </p>
  );
}
