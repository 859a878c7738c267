import { useMutation } from '@tanstack/react-query';
import { Plus, X } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import type { Property, TryResult } from '@/api/types';
import { languageName } from '@/lib/format';
import { Chip, messageOf } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { Select, TextField } from '@/ui/Field';
import { tried } from './firstHour';

const TONES = { answer: 'live', suggest: 'brass', cannot_help: 'danger' } as const;

interface Props {
  property: Property;
  editable: boolean;
  /** How often somebody was led here: the question is theirs to type. */
  led: number;
  /** Opens an entry. */
  onEntry: (id: string) => void;
  /** Writes the answer to a question that has none. */
  onAnswer: (question: string) => void;
  onClose: () => void;
}

/** Asks the assistant as a guest would, and shows what it decided, how sure it is, and from what. */
export function TryPanel({ property, editable, led, onEntry, onAnswer, onClose }: Props) {
  const { t } = useTranslation();
  const [question, setQuestion] = useState('');
  const [language, setLanguage] = useState(property.languages[0] ?? 'en');
  const ask = useMutation({
    mutationFn: (asked: string) => api.tryQuestion(property.id, asked, language),
    onSuccess: () => tried.add(property.id),
  });
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (led > 0) input.current?.focus();
  }, [led]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (question.trim() && !ask.isPending) ask.mutate(question.trim());
  };
  return (
    <div className="scroll-y flex-1 p-5">
      <header className="mb-3 flex items-center">
        <h2 className="flex-1 font-semibold text-panel">{t('knowledge.tryOut')}</h2>
        <IconButton label={t('common.close')} onClick={onClose} className="xl:hidden">
          <X size={16} strokeWidth={1.5} />
        </IconButton>
      </header>
      <form onSubmit={submit} className="flex flex-col gap-3">
        <TextField
          ref={input}
          label={t('try.question')}
          placeholder={t('try.example')}
          dir="auto"
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
        {property.languages.length > 1 && (
          <Select
            label={t('guest.language')}
            value={language}
            onChange={(event) => setLanguage(event.target.value)}
          >
            {property.languages.map((code) => (
              <option key={code} value={code}>
                {languageName(code)}
              </option>
            ))}
          </Select>
        )}
        <Button type="submit" variant="primary" disabled={!question.trim() || ask.isPending}>
          {t('try.ask')}
        </Button>
      </form>
      <div aria-live="polite" className="mt-5">
        {ask.error && <p className="text-danger text-ui">{messageOf(ask.error, t)}</p>}
        {ask.data && <Result result={ask.data} onEntry={editable ? onEntry : undefined} />}
        {ask.data && editable && ask.data.decision !== 'answer' && (
          <Button className="mt-3" onClick={() => onAnswer(ask.variables)}>
            <Plus size={14} strokeWidth={2} aria-hidden />
            {t('gap.fill')}
          </Button>
        )}
        {!ask.data && !ask.error && <p className="text-ink3 text-ui">{t('try.hint')}</p>}
      </div>
    </div>
  );
}

interface ResultProps {
  result: TryResult;
  onEntry?: (id: string) => void;
}

function Result({ result, onEntry }: ResultProps) {
  const { t, i18n } = useTranslation();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  const tone = TONES[result.decision as keyof typeof TONES] ?? 'plain';
  const suggestions = (result.suggestions ?? []).map((item) =>
    typeof item === 'string' ? item : item.text,
  );
  const sources = result.sources ?? [];
  return (
    <div className="layer-in flex flex-col gap-3">
      <div className="flex items-center gap-2">
        <Chip tone={tone}>
          {t(`decision.${result.decision}`, { defaultValue: result.decision })}
        </Chip>
        <span className="nums text-ink3 text-label">
          {t('sources.confidence', { sure: percent.format(result.confidence) })}
        </span>
      </div>
      {result.answer && (
        <p
          dir="auto"
          className="whitespace-pre-wrap rounded-bubble rounded-es-[4px] bg-bot px-3.5 py-2 text-msg"
        >
          {result.answer}
        </p>
      )}
      {suggestions.length > 0 && (
        <ul className="flex flex-col gap-1">
          {suggestions.map((text) => (
            <li
              key={text}
              dir="auto"
              className="rounded-control border border-line px-3 py-1.5 text-ui"
            >
              {text}
            </li>
          ))}
        </ul>
      )}
      {sources.length > 0 && (
        <section>
          <h3 className="mb-1 font-semibold text-label text-ink2">{t('sources.title')}</h3>
          <ul className="flex flex-col gap-1 text-ui">
            {sources.map((source) => (
              <li key={source.id}>
                <span className="text-ink3">{t(`sources.${source.kind}`)}</span>{' '}
                {onEntry && source.kind === 'entry' ? (
                  <button
                    type="button"
                    dir="auto"
                    onClick={() => onEntry(source.id)}
                    className="text-start text-accent hover:underline"
                  >
                    {source.title}
                  </button>
                ) : (
                  <bdi>{source.title}</bdi>
                )}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
