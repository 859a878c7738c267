import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fact, FactState } from '@/api/types';
import { Button } from '@/ui/Button';
import { Choice } from '@/ui/Field';
import { FactConflict } from './FactConflict';
import { FactForm } from './FactForm';
import { useSaveFact } from './useFacts';
import { useFiguresText } from './useFiguresText';
import { useSourceName } from './useSourceName';

interface Props {
  property: string;
  fact: Fact;
  /** The property's, for a first price. */
  currency: string;
  editable: boolean;
  /** It was asked for: it is opened, and shown. */
  wanted?: boolean;
}

/**
 * One fact. *No* and *not said yet* are saved by the press; *yes* opens its details, which Enter saves
 * and Esc leaves as they were.
 */
export function FactRow({ property, fact, currency, editable, wanted }: Props) {
  const { t } = useTranslation();
  const tell = useFiguresText();
  const [editing, setEditing] = useState(Boolean(wanted && editable));
  // What is typed is typed over what stood there then: the list follows what others save meanwhile.
  const [began, setBegan] = useState(fact.rev);
  const edit = () => {
    setBegan(fact.rev);
    setEditing(true);
  };
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    const at = row.current;
    const list = at?.closest('.scroll-y'); // it alone: the page itself stays where it is
    if (!wanted || !at || !list) return;
    list.scrollTop += at.getBoundingClientRect().top - list.getBoundingClientRect().top - 96;
  }, [wanted]);
  const save = useSaveFact(property, fact, () => setEditing(false));
  const choose = (state: FactState) => {
    if (state === 'yes') edit();
    else save.mutate({ state, details: '' });
  };
  const source = useSourceName(property);
  const { inherited } = fact;
  return (
    <li ref={row} data-fact={fact.key} className="px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-52">
          <p className="font-medium text-ui">{fact.label}</p>
          {!editing && fact.state === 'yes' && (
            <button
              type="button"
              disabled={!editable}
              dir="auto"
              onClick={edit}
              className="-mx-1 w-full rounded-chip px-1 text-start text-ink2 text-ui enabled:hover:bg-sunken"
            >
              {fact.details}
              {fact.value && (
                <span dir="auto" className="nums block text-ink3 text-label">
                  {tell(fact.value)}
                </span>
              )}
            </button>
          )}
          {!editing && fact.state === 'unknown' && fact.question && (
            <p dir="auto" className="text-ink3 text-ui">
              {fact.question}
            </p>
          )}
          {!editing && inherited && (
            <div className="mt-1 flex flex-wrap items-end gap-x-3 gap-y-1 text-ui">
              <div className="min-w-0 flex-1 basis-52">
                <p className="text-brass text-label">
                  {t('fact.inherited', { source: source(inherited.source) })}
                </p>
                <p dir="auto" className="text-ink2">
                  {inherited.state === 'no' ? t('fact.no') : inherited.details || t('fact.yes')}
                </p>
                {inherited.value && (
                  <p dir="auto" className="nums text-ink3 text-label">
                    {tell(inherited.value)}
                  </p>
                )}
              </div>
              {editable && (
                <Button
                  size="sm"
                  aria-label={`${t('fact.confirm')}: ${fact.label}`}
                  disabled={save.isPending}
                  onClick={() => save.mutate(inherited)}
                >
                  {t('fact.confirm')}
                </Button>
              )}
            </div>
          )}
        </div>
        <Choice
          hideLabel
          label={fact.label}
          value={editing ? 'yes' : fact.state}
          disabled={!editable || save.isPending}
          onChange={choose}
          options={[
            { value: 'yes', label: t('fact.yes') },
            { value: 'no', label: t('fact.no') },
            { value: 'unknown', label: t('fact.unknown') },
          ]}
        />
      </div>
      {save.isError && (
        <div className="mt-2 empty:hidden">
          <FactConflict save={save} onTheirs={() => setEditing(false)} />
        </div>
      )}
      {editing && (
        <div className="mt-2">
          <FactForm
            fact={fact}
            currency={currency}
            saving={save.isPending}
            save={t('common.save')}
            onSave={(said) => save.mutate({ ...said, over: began })}
            onCancel={() => setEditing(false)}
          />
        </div>
      )}
    </li>
  );
}
