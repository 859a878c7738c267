import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fact } from '@/api/types';
import { Button } from '@/ui/Button';
import { TextArea } from '@/ui/Field';
import type { Said } from './useFacts';

interface Props {
  fact: Fact;
  saving: boolean;
  /** What the button that saves says. */
  save: string;
  onSave: (said: Said) => void;
  onCancel: () => void;
  /** Stands before the buttons. */
  children?: ReactNode;
}

/** The details of a fact that is so. Enter saves them, Esc leaves them as they were. */
export function FactForm({ fact, saving, save, onSave, onCancel, children }: Props) {
  const { t } = useTranslation();
  const [details, setDetails] = useState(fact.details);
  const keep = () => {
    if (details.trim() && !saving) onSave({ state: 'yes', details: details.trim() });
  };
  return (
    <div className="flex flex-col gap-2">
      <TextArea
        label={t('fact.details', { label: fact.label })}
        hideLabel
        autoFocus
        data-autofocus
        dir="auto"
        rows={2}
        value={details}
        placeholder={fact.question}
        onChange={(event) => setDetails(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            onCancel();
          }
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            keep();
          }
        }}
      />
      <div className="flex flex-wrap justify-end gap-2">
        {children}
        <Button size="sm" variant="ghost" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button size="sm" variant="primary" disabled={!details.trim() || saving} onClick={keep}>
          {save}
        </Button>
      </div>
    </div>
  );
}
