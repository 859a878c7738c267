import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fact } from '@/api/types';
import { Button } from '@/ui/Button';
import { TextArea } from '@/ui/Field';
import { FigureForm } from './FigureForm';
import { cleaned, type Figures } from './figures';
import type { Said } from './useFacts';

interface Props {
  fact: Fact;
  /** The property's, for a first price. */
  currency: string;
  saving: boolean;
  /** What the button that saves says. */
  save: string;
  onSave: (said: Said) => void;
  onCancel: () => void;
  /** Stands before the buttons. */
  children?: ReactNode;
}

/**
 * The details of a fact that is so, in words and in figures; either is enough. Enter saves them, Esc leaves
 * them as they were.
 */
export function FactForm({ fact, currency, saving, save, onSave, onCancel, children }: Props) {
  const { t } = useTranslation();
  const [details, setDetails] = useState(fact.details);
  const [figures, setFigures] = useState<Figures>(fact.value ?? {});
  const value = cleaned(figures);
  const ready = (details.trim() !== '' || value !== undefined) && !saving;
  const keep = () => {
    if (ready) onSave({ state: 'yes', details: details.trim(), value });
  };
  const pressed = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onCancel();
    }
    const { target } = event;
    const written =
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && target.type !== 'checkbox');
    if (event.key === 'Enter' && !event.shiftKey && written) {
      event.preventDefault();
      keep();
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of its fields
    <div className="flex flex-col gap-2" onKeyDown={pressed}>
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
      />
      {fact.form.length > 0 && (
        <FigureForm form={fact.form} figures={figures} currency={currency} onChange={setFigures} />
      )}
      <div className="flex flex-wrap justify-end gap-2">
        {children}
        <Button size="sm" variant="ghost" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button size="sm" variant="primary" disabled={!ready} onClick={keep}>
          {save}
        </Button>
      </div>
    </div>
  );
}
