import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { shortSpan } from '@/lib/format';
import { Button } from '@/ui/Button';

interface Props {
  name: string;
  ms: number;
  onTheirs: () => void;
  onMine: () => void;
  /** What they have saved. */
  children: ReactNode;
}

/** What somebody else has saved while this was being written, above it: take theirs, or save mine over it. */
export function Conflict({ name, ms, onTheirs, onMine, children }: Props) {
  const { t } = useTranslation();
  return (
    <section
      role="alert"
      className="flex flex-col gap-2 rounded-card border border-line bg-note px-4 py-3 text-note-ink"
    >
      <p className="font-medium text-ui">
        {t('conflict.title', { name: name || t('common.somebody'), span: shortSpan(ms) })}
      </p>
      <blockquote dir="auto" className="border-current border-s-2 ps-3 text-ui">
        {children}
      </blockquote>
      <div className="flex flex-wrap justify-end gap-2">
        <Button size="sm" onClick={onTheirs}>
          {t('conflict.theirs')}
        </Button>
        <Button size="sm" onClick={onMine}>
          {t('conflict.mine')}
        </Button>
      </div>
    </section>
  );
}
