import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';

export function ResolveConfirm({
  onConfirm,
  onClose,
}: {
  onConfirm: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('resolve.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" onClick={onConfirm} autoFocus>
            {t('resolve.confirm')}
          </Button>
        </>
      }
    >
      <p className="text-ink2 text-ui">{t('resolve.body')}</p>
    </Dialog>
  );
}
