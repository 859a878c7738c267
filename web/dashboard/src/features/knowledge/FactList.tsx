import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Fact } from '@/api/types';
import { rank } from '@/lib/fuzzy';
import { TextField } from '@/ui/Field';
import { FactRow } from './FactRow';

/** The facts by group; those nobody has said anything about are counted, because guests will ask. */
export function FactList({
  property,
  facts,
  editable,
}: {
  property: string;
  facts: Fact[];
  editable: boolean;
}) {
  const { t, i18n } = useTranslation();
  const [query, setQuery] = useState('');
  const shown = rank(query, facts, ({ label, question = '' }) => `${label} ${question}`);
  const groups = useMemo(() => {
    const all = new Map<string, Fact[]>();
    for (const fact of shown) all.set(fact.group, [...(all.get(fact.group) ?? []), fact]);
    return [...all];
  }, [shown]);
  const unsaid = facts.filter(({ state }) => state === 'unknown').length;
  return (
    <div className="mx-auto flex max-w-[860px] flex-col gap-7 p-5 max-sm:p-4">
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
        <p className="text-ink3 text-ui">
          {unsaid > 0 ? t('knowledge.unsaid', { count: unsaid }) : t('knowledge.allSaid')}
        </p>
      </div>
      {groups.map(([group, list]) => (
        <section key={group} aria-label={group}>
          <h2 className="mb-1 font-semibold text-label text-ink2">
            {group.charAt(0).toLocaleUpperCase(i18n.language) + group.slice(1)}
          </h2>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {list.map((fact) => (
              <FactRow key={fact.key} property={property} fact={fact} editable={editable} />
            ))}
          </ul>
        </section>
      ))}
      {groups.length === 0 && <p className="text-ink3 text-ui">{t('knowledge.noFact')}</p>}
    </div>
  );
}
