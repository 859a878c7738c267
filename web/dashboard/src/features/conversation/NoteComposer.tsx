import { Lock } from 'lucide-react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { Button } from '@/ui/Button';
import { drafts, useDraft } from './drafts';
import { outbox } from './sending';

/** A note from somebody who only watches: colleagues read it, the guest never does. */
export function NoteComposer({ card, onClose }: { card: Card; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useDraft(card.id).note;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (!text.trim()) return;
    outbox.add(card.id, { kind: 'note', text: text.trim(), files: [] });
    drafts.set(card.id, 'note', '');
    onClose();
  };
  return (
    <form onSubmit={submit} className="shrink-0 border-line border-t bg-note p-3">
      <p className="mb-1.5 flex items-center gap-1.5 font-medium text-label text-note-ink">
        <Lock size={12} strokeWidth={1.75} aria-hidden /> {t('composer.noteHint')}
      </p>
      <textarea
        aria-label={t('composer.note')}
        dir="auto"
        rows={2}
        // biome-ignore lint/a11y/noAutofocus: it opens because its button was pressed
        autoFocus
        value={text}
        onChange={(event) => drafts.set(card.id, 'note', event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') onClose();
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) submit();
        }}
        className="w-full resize-none rounded-control border border-note-ink/30 bg-transparent px-2.5 py-2 text-msg text-note-ink"
      />
      <div className="mt-2 flex justify-end gap-2">
        <Button size="sm" variant="ghost" className="text-note-ink!" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="sm" type="submit" disabled={!text.trim()}>
          {t('action.addNote')}
        </Button>
      </div>
    </form>
  );
}
