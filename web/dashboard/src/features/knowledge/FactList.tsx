import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fact, Knowledge } from '@/api/types';
import { rank } from '@/lib/fuzzy';
import { Button } from '@/ui/Button';
import { Choice, TextField } from '@/ui/Field';
import { Bar } from './Bar';
import { FactRow } from './FactRow';
import { Interview } from './Interview';
import { openFacts } from './useFacts';

interface Props {
  property: string;
  knowledge: Knowledge;
  editable: boolean;
  /** The key of one that was asked for. */
  wanted?: string;
}

type Shown = 'all' | 'open' | 'drafts';

/** The facts by group, how much of them is said, and the interview that asks for the rest. */
export function FactList({ property, knowledge, editable, wanted }: Props) {
  const { t, i18n } = useTranslation();
  const [query, setQuery] = useState('');
  const [filter, setFilter] = useState<Shown>('all');
  const [asking, setAsking] = useState<Fact[]>();
  const { facts, coverage, currency = '' } = knowledge;
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  const open = openFacts(knowledge);
  const drafts = facts.filter(({ inherited }) => inherited);
  const lists: Record<Shown, Fact[]> = { all: facts, open, drafts };
  const shown = rank(query, lists[filter], ({ label, question }) => `${label} ${question}`);
  const groups = useMemo(() => {
    const all = new Map<string, Fact[]>();
    for (const fact of shown) all.set(fact.group, [...(all.get(fact.group) ?? []), fact]);
    return [...all];
  }, [shown]);
  return (
    <div className="mx-auto flex max-w-[860px] flex-col gap-6 p-5 max-sm:p-4">
      <section
        aria-label={t('coverage.title')}
        className="flex flex-wrap items-end gap-x-5 gap-y-3 rounded-card border border-line bg-surface px-4 py-3"
      >
        <div className="min-w-0 flex-1 basis-64">
          <Bar
            label={t('coverage.covered', { share: percent.format(coverage) })}
            share={coverage}
          />
          <p className="mt-1.5 text-ink3 text-label">
            {open.length > 0
              ? t('knowledge.unsaid', { count: open.length })
              : t('knowledge.allSaid')}
          </p>
        </div>
        {editable && open.length > 0 && (
          <Button variant="primary" onClick={() => setAsking(open)}>
            {t('interview.start')}
          </Button>
        )}
      </section>
      <div className="flex flex-wrap items-center gap-3">
        <div className="w-64 max-sm:w-full">
          <TextField
            type="search"
            hideLabel
            label={t('knowledge.findFact')}
            placeholder={t('knowledge.findFact')}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
        </div>
        <Choice
          hideLabel
          label={t('coverage.show')}
          value={filter}
          onChange={setFilter}
          options={[
            { value: 'all', label: t('coverage.all') },
            { value: 'open', label: t('fact.unknown') },
            ...(drafts.length > 0
              ? [{ value: 'drafts' as const, label: t('coverage.drafts') }]
              : []),
          ]}
        />
      </div>
      {groups.map(([group, list]) => (
        <section key={group} aria-label={group}>
          <h2 className="mb-1 font-semibold text-label text-ink2">
            {group.charAt(0).toLocaleUpperCase(i18n.language) + group.slice(1)}
          </h2>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {list.map((fact) => (
              <FactRow
                key={`${fact.key} ${fact.key === wanted}`}
                wanted={fact.key === wanted}
                {...{ property, fact, currency, editable }}
              />
            ))}
          </ul>
        </section>
      ))}
      {groups.length === 0 && (
        <p className="text-ink3 text-ui">
          {open.length === 0 && filter === 'open' ? t('knowledge.allSaid') : t('knowledge.noFact')}
        </p>
      )}
      {asking && (
        <Interview
          property={property}
          facts={asking}
          currency={currency}
          onClose={() => setAsking(undefined)}
        />
      )}
    </div>
  );
}
