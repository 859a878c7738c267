import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fact } from '@/api/types';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Bar } from './Bar';
import { FactConflict } from './FactConflict';
import { FactForm } from './FactForm';
import { type Said, useSaveFact } from './useFacts';
import { useSourceName } from './useSourceName';

interface Props {
  property: string;
  /** What is asked, in the order of the asking; it stays while answers change the list behind. */
  facts: Fact[];
  currency: string;
  onClose: () => void;
}

/** Asks for one fact after the other, those that most guests want to know first. */
export function Interview({ property, facts, currency, onClose }: Props) {
  const { t } = useTranslation();
  const [queue] = useState(facts);
  const [at, setAt] = useState(0);
  const [answered, setAnswered] = useState(0);
  const fact = queue[at];
  return (
    <Dialog title={t('interview.title')} onClose={onClose}>
      <div className="flex flex-col gap-4">
        <Bar
          label={t('interview.progress', { at: Math.min(at + 1, queue.length), of: queue.length })}
          share={queue.length ? at / queue.length : 1}
        />
        {fact ? (
          <Question
            key={fact.key}
            property={property}
            fact={fact}
            currency={currency}
            onAnswered={() => {
              setAnswered((n) => n + 1);
              setAt((n) => n + 1);
            }}
            onSkip={() => setAt((n) => n + 1)}
            onBack={at > 0 ? () => setAt((n) => n - 1) : undefined}
          />
        ) : (
          <div className="flex flex-col gap-4" role="status">
            <p className="text-msg">
              {answered === queue.length
                ? t('interview.allDone')
                : t('interview.done', { count: answered })}
            </p>
            <Button variant="primary" className="self-end" onClick={onClose}>
              {t('common.done')}
            </Button>
          </div>
        )}
      </div>
    </Dialog>
  );
}

interface QuestionProps {
  property: string;
  fact: Fact;
  currency: string;
  onAnswered: () => void;
  onSkip: () => void;
  onBack?: () => void;
}

function Question({ property, fact, currency, onAnswered, onSkip, onBack }: QuestionProps) {
  const { t } = useTranslation();
  const [telling, setTelling] = useState(false);
  const save = useSaveFact(property, fact, onAnswered);
  const source = useSourceName(property);
  const say = (said: Said) => save.mutate(said);
  return (
    <div className="layer-in flex flex-col gap-3">
      <div>
        <p className="text-ink3 text-label">{fact.label}</p>
        <p dir="auto" className="font-semibold text-panel">
          {fact.question || fact.label}
        </p>
      </div>
      {!telling && fact.inherited && (
        <div className="rounded-card border border-line px-3.5 py-2.5 text-ui">
          <p className="text-brass text-label">
            {t('fact.inherited', { source: source(fact.inherited.source) })}
          </p>
          <p dir="auto">
            {fact.inherited.state === 'no' ? t('fact.no') : fact.inherited.details || t('fact.yes')}
          </p>
          <Button
            size="sm"
            className="mt-2"
            disabled={save.isPending}
            onClick={() => fact.inherited && say(fact.inherited)}
          >
            {t('fact.confirm')}
          </Button>
        </div>
      )}
      <FactConflict save={save} onTheirs={onAnswered} />
      {telling ? (
        <FactForm
          fact={fact}
          currency={currency}
          saving={save.isPending}
          save={t('interview.saveNext')}
          onSave={say}
          onCancel={() => setTelling(false)}
        />
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button data-autofocus autoFocus variant="primary" onClick={() => setTelling(true)}>
            {t('interview.yes')}
          </Button>
          <Button disabled={save.isPending} onClick={() => say({ state: 'no', details: '' })}>
            {t('fact.no')}
          </Button>
          <span className="flex-1" />
          {onBack && (
            <Button variant="ghost" onClick={onBack}>
              {t('interview.back')}
            </Button>
          )}
          <Button variant="ghost" onClick={onSkip}>
            {t('interview.skip')}
          </Button>
        </div>
      )}
    </div>
  );
}
