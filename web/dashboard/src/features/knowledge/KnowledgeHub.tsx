import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import { useMe } from '@/app/session';
import { mayEditKnowledge } from '@/lib/abilities';
import { ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { PropertyPicker } from '@/ui/PropertyPicker';
import { Tabs } from '@/ui/Tabs';
import { EntryList } from './EntryList';
import { FactList } from './FactList';
import { TryPanel } from './TryPanel';

/** What the assistant knows of a property, and a place to ask it what a guest would. */
export default function KnowledgeHub() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/knowledge' });
  const property = me.properties.find(({ id }) => id === search.property) ?? me.properties[0];
  const tab = search.tab === 'entries' ? 'entries' : 'facts';
  const [trying, setTrying] = useState(false);
  const set = (change: Partial<typeof search>) =>
    void navigate({ to: '/knowledge', search: (old) => ({ ...old, ...change }), replace: true });
  const { data, error, refetch } = useQuery({
    queryKey: keys.knowledge(property?.id ?? ''),
    queryFn: () => api.knowledge(property?.id ?? ''),
    enabled: Boolean(property),
  });
  const editable = property ? mayEditKnowledge(me, property.id) : false;
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <PageHead title={t('nav.knowledge')}>
          {property && (
            <PropertyPicker value={property.id} onChange={(id) => set({ property: id })} />
          )}
          <Button
            aria-pressed={trying}
            onClick={() => setTrying((on) => !on)}
            className="xl:hidden"
          >
            <FlaskConical size={14} strokeWidth={1.5} aria-hidden />
            {t('knowledge.tryOut')}
          </Button>
        </PageHead>
        <Tabs
          label={t('nav.knowledge')}
          value={tab}
          tabs={[
            { value: 'facts', label: t('knowledge.facts'), count: data?.facts?.length },
            { value: 'entries', label: t('knowledge.entries'), count: data?.entries?.length },
          ]}
          onChange={(value) => set({ tab: value })}
        />
        <div className="scroll-y min-h-0 flex-1">
          {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
          {!data && !error && (
            <div aria-busy className="p-6">
              <SkeletonLines widths={[30, 70, 65, 72, 60, 68]} />
            </div>
          )}
          {data && property && tab === 'facts' && (
            <FactList
              key={property.id}
              property={property.id}
              facts={data.facts ?? []}
              editable={editable}
            />
          )}
          {data && property && tab === 'entries' && (
            <EntryList
              key={property.id}
              property={property}
              entries={data.entries ?? []}
              editable={editable}
            />
          )}
        </div>
      </div>
      {property && (
        <aside
          aria-label={t('knowledge.tryOut')}
          className={`w-[360px] shrink-0 flex-col border-line border-s bg-bg ${trying ? 'flex max-xl:absolute max-xl:inset-y-0 max-xl:end-0 max-xl:z-20 max-xl:max-w-full max-xl:shadow-float' : 'hidden xl:flex'}`}
        >
          <TryPanel key={property.id} property={property} onClose={() => setTrying(false)} />
        </aside>
      )}
    </div>
  );
}
