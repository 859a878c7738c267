import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { shortSpan } from '@/lib/format';
import { messageOf } from './Bits';
import { Button } from './Button';

interface Props {
  error: unknown;
  saving: boolean;
  /** What is said while nothing went wrong. */
  children: ReactNode;
  /** Lets go of what was changed here, and shows what is stored by now. */
  onDiscard: () => void;
  /** Saves it although somebody else has saved meanwhile. */
  onAnyway: () => void;
}

/** The foot of a form with changes. Of two people who save the same page, the second is told who was first, and chooses. */
export function SaveBar({ error, saving, children, onDiscard, onAnyway }: Props) {
  const { t } = useTranslation();
  const other = otherOf(error);
  const name = other?.name || t('common.somebody');
  return (
    <div className="layer-in flex shrink-0 flex-wrap items-center gap-2 border-line border-t bg-raised px-6 py-3 max-sm:px-4">
      <p role="status" className="min-w-0 flex-1 text-ui max-sm:basis-full">
        {other ? (
          <span className="text-danger">
            {t('settings.conflict', { name, span: shortSpan(other.ms) })}
          </span>
        ) : error ? (
          <span className="text-danger">{messageOf(error, t)}</span>
        ) : (
          children
        )}
      </p>
      <Button onClick={onDiscard}>{t(other ? 'settings.theirs' : 'settings.discard')}</Button>
      {other ? (
        <Button variant="primary" disabled={saving} onClick={onAnyway}>
          {t('settings.mine')}
        </Button>
      ) : (
        <Button type="submit" variant="primary" disabled={saving}>
          {t('common.save')}
        </Button>
      )}
    </div>
  );
}

/** Who has changed the same settings, and how long ago; undefined for any other trouble. */
function otherOf(error: unknown): { name: string; ms: number } | undefined {
  if (!(error instanceof ApiError) || error.body.reason !== 'settings_changed') return undefined;
  const { by, ms } = error.body as { by?: { name?: string }; ms?: number };
  return { name: by?.name ?? '', ms: ms ?? 0 };
}
