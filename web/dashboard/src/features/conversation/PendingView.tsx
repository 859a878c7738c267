import clsx from 'clsx';
import { Clock3, Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/Button';
import { drafts } from './drafts';
import { Files } from './Files';
import { Linked } from './Linked';
import type { Pending } from './outbox';
import { outbox } from './sending';

/** A message on its way: shown at once, with a clock until it is stored, and a way out if it cannot be. */
export function PendingView({ id, pending }: { id: string; pending: Pending }) {
  const { t } = useTranslation();
  const { state, kind, client_id, text } = pending;
  const failed = state === 'failed';
  const note = kind === 'note';
  const drop = () => {
    const dropped = outbox.drop(id, client_id);
    if (dropped) drafts.restore(id, note ? 'note' : 'reply', dropped.text);
  };
  return (
    <article className="mt-2 flex max-w-[86%] flex-col items-end gap-1 self-end">
      <div
        dir="auto"
        className={clsx(
          'max-w-full whitespace-pre-wrap break-words rounded-bubble rounded-ee-[4px] px-3.5 py-2 text-msg',
          note ? 'bg-note text-note-ink' : 'bg-fill text-white',
        )}
      >
        {note && <Lock size={12} aria-hidden className="me-1.5 inline" />}
        <Linked text={text} />
        {pending.files.length > 0 && <Files files={pending.files} light={!note} />}
      </div>
      {failed ? (
        <div
          role="alert"
          className="flex flex-wrap items-center justify-end gap-x-1 text-danger text-label"
        >
          <span>{pending.reason || t('message.notSent')}</span>
          <Button size="sm" variant="ghost" onClick={() => outbox.retry(id, client_id)}>
            {t('common.retry')}
          </Button>
          <Button size="sm" variant="ghost" onClick={drop}>
            {t('message.backToDraft')}
          </Button>
        </div>
      ) : (
        <span className="flex items-center gap-1 px-1 text-ink3 text-meta">
          <Clock3 size={11} aria-hidden />
          {t(state === 'retrying' ? 'message.retrying' : 'message.sending')}
        </span>
      )}
    </article>
  );
}
