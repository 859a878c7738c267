import { useTranslation } from 'react-i18next';
import type { HubEntry } from '@/api/hub';
import { shortSpan } from '@/lib/format';
import { Button } from '@/ui/Button';
import type { Theirs } from './stale';

interface Props {
  theirs: Theirs;
  onTheirs: (now: HubEntry) => void;
  onMine: (now: HubEntry) => void;
}

/** What somebody else has saved while this was being written, above it: take theirs, or save mine over it. */
export function Conflict({ theirs: { entry, name, ms }, onTheirs, onMine }: Props) {
  const { t } = useTranslation();
  const { questions, answer } = entry.draft ?? entry;
  return (
    <section
      role="alert"
      className="flex flex-col gap-2 rounded-card border border-line bg-note px-4 py-3 text-note-ink"
    >
      <p className="font-medium text-ui">
        {t('conflict.title', { name: name || t('common.somebody'), span: shortSpan(ms) })}
      </p>
      <blockquote dir="auto" className="border-current border-s-2 ps-3 text-ui">
        <p className="font-medium">{questions.join(' · ')}</p>
        <p className="whitespace-pre-wrap">{answer || t('knowledge.noAnswer')}</p>
      </blockquote>
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="sm" onClick={() => onTheirs(entry)}>
          {t('conflict.theirs')}
        </Button>
        <Button size="sm" onClick={() => onMine(entry)}>
          {t('conflict.mine')}
        </Button>
      </div>
    </section>
  );
}
