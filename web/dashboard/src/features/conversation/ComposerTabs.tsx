import clsx from 'clsx';
import { Lock } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { useMe, useProperty } from '@/app/session';
import type { DraftTab } from './drafts';

const TAB =
  'flex h-7 items-center gap-1.5 rounded-control px-2.5 text-label font-medium max-sm:h-10';

/** Reply or note; and for whom one speaks, where that could be mistaken. */
export function ComposerTabs({
  tab,
  onTab,
  card,
}: {
  tab: DraftTab;
  onTab: (tab: DraftTab) => void;
  card: Card;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const property = useProperty(card.property_id);
  const note = tab === 'note';
  const several = me.properties.length > 1 && property;
  return (
    <div className="flex flex-wrap items-center gap-1 px-3 pt-2 pb-1">
      <div role="tablist" aria-label={t('composer.kind')} className="flex gap-1">
        <button
          type="button"
          role="tab"
          aria-selected={!note}
          onClick={() => onTab('reply')}
          className={clsx(TAB, note ? 'text-note-ink hover:underline' : 'bg-sunken text-ink')}
        >
          {t('composer.reply')}
        </button>
        <button
          type="button"
          role="tab"
          aria-selected={note}
          onClick={() => onTab('note')}
          className={clsx(
            TAB,
            note ? 'bg-note-ink/12 text-note-ink' : 'text-ink2 hover:bg-sunken hover:text-ink',
          )}
        >
          <Lock size={12} strokeWidth={1.75} aria-hidden />
          {t('composer.noteTab')}
        </button>
      </div>
      <span className={clsx('ms-auto text-label', note ? 'text-note-ink' : 'text-ink3')}>
        {note
          ? t('composer.noteHint')
          : several
            ? t('composer.replyAs', { property: property.name })
            : null}
      </span>
    </div>
  );
}
