import { useTranslation } from 'react-i18next';
import { isCode } from '@/api/client';
import { messageOf } from '@/ui/Bits';
import { buttonClass } from '@/ui/Button';
import { Frame } from './Frame';

/** A link that was used, withdrawn or is too old: what it means, and whom to ask. */
export function DeadLink({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const dead = isCode(error, 'not_found');
  return (
    <Frame title={t('deadLink.title')} lead={dead ? t('deadLink.body') : messageOf(error, t)}>
      <a href="/" className={buttonClass('secondary', 'lg')}>
        {t('deadLink.signIn')}
      </a>
    </Frame>
  );
}
