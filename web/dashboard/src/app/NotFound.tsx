import { useTranslation } from 'react-i18next';
import { Empty } from '@/ui/Bits';
import { buttonClass } from '@/ui/Button';

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main className="flex h-full items-center justify-center">
      <Empty
        title={t('notFound.title')}
        action={
          <a className={buttonClass('primary')} href="/">
            {t('notFound.home')}
          </a>
        }
      >
        {t('notFound.body')}
      </Empty>
    </main>
  );
}
