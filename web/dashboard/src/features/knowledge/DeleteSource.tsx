import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/keys';
import { type Source, sourceApi } from '@/api/sources';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';

interface Props {
  property: string;
  source: Source;
  onClose: () => void;
}

/** What goes with a document or website, each thing counted, before it goes. */
export function DeleteSource({ property, source, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => sourceApi.delete(property, source.id),
    onSuccess: onClose,
    onSettled: () => queries.invalidateQueries({ queryKey: keys.knowledge(property) }),
  });
  const { approved, drafts, refused, proposed, pages } = source;
  const goes = Object.entries({ approved, drafts, refused, proposed }).filter(([, n]) => n > 0);
  return (
    <Dialog
      title={t('sourceGoes.title', { name: source.name })}
      onClose={onClose}
      footer={
        <>
          <Button data-autofocus onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button variant="danger" disabled={remove.isPending} onClick={() => remove.mutate()}>
            {t('entry.delete')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-2 text-ink2 text-ui">
        {goes.length > 0 ? (
          <>
            <p>{pages > 0 ? t('sourceGoes.pages', { count: pages }) : t('sourceGoes.with')}</p>
            <ul className="list-disc ps-5 marker:text-ink3">
              {goes.map(([what, count]) => (
                <li key={what} className={what === 'approved' ? 'font-medium text-ink' : undefined}>
                  {t(`sourceGoes.${what}`, { count })}
                </li>
              ))}
            </ul>
          </>
        ) : (
          <p>{t('sourceGoes.nothing')}</p>
        )}
        <p>{t('sourceGoes.stays')}</p>
        {remove.error && (
          <p role="alert" className="text-danger">
            {messageOf(remove.error, t)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
