import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { FlaskConical } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Knowledge } from '@/api/types';
import { useMe } from '@/app/session';
import { withWords } from '@/i18n';
import { mayEditKnowledge } from '@/lib/abilities';
import { useStore } from '@/lib/store';
import { ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { PropertyPicker } from '@/ui/PropertyPicker';
import { Tabs } from '@/ui/Tabs';
import { Carry } from './Carry';
import { EntryList } from './EntryList';
import { FactList } from './FactList';
import { unled } from './firstHour';
import { Gaps } from './Gaps';
import { Notices } from './Notices';
import { Past } from './Past';
import { Proposals } from './Proposals';
import { Sources } from './Sources';
import { Tests } from './Tests';
import { TryPanel } from './TryPanel';

const FirstHour = lazy(withWords(['firsthour'], () => import('./FirstHour')));

const TABS = [
  'facts',
  'notices',
  'entries',
  'sources',
  'proposals',
  'gaps',
  'tests',
  'carry',
  'past',
] as const;
type Tab = (typeof TABS)[number];
/** Where the steps of the first hour are shown: where one arrives, and where they lead to. */
const LED: Tab[] = ['facts', 'sources', 'proposals'];

/** What the assistant knows of a property, and a place to ask it what a guest would. */
export default function KnowledgeHub() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/knowledge' });
  const property = me.properties.find(({ id }) => id === search.property) ?? me.properties[0];
  const tab: Tab = TABS.find((name) => name === search.tab) ?? 'facts';
  const [trying, setTrying] = useState(false);
  const [led, setLed] = useState(0);
  const set = (change: Partial<typeof search>) =>
    void navigate({ to: '/knowledge', search: (old) => ({ ...old, ...change }), replace: true });
  const { data, error, refetch } = useQuery({
    queryKey: keys.knowledge(property?.id ?? ''),
    queryFn: () => api.knowledge(property?.id ?? ''),
    enabled: Boolean(property),
  });
  const editable = property ? mayEditKnowledge(me, property.id) : false;
  const alone = useStore(unled.ids, (ids) => ids.includes(property?.id ?? ''));
  return (
    <div className="flex min-h-0 flex-1">
      <div className="flex min-w-0 flex-1 flex-col">
        <PageHead title={t('nav.knowledge')}>
          {property && (
            <PropertyPicker
              value={property.id}
              onChange={(id) => set({ property: id, entry: undefined, ask: undefined })}
            />
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
          tabs={TABS.map((value) => ({
            value,
            label: t(`knowledge.${value}`),
            count: countOf(value, data),
          }))}
          onChange={(value) => set({ tab: value, entry: undefined, ask: undefined })}
        />
        <div className="scroll-y min-h-0 flex-1">
          {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
          {!data && !error && (
            <div aria-busy className="p-6">
              <SkeletonLines widths={[30, 70, 65, 72, 60, 68]} />
            </div>
          )}
          {data && property && (
            <div key={property.id} className="contents">
              {editable && !alone && LED.includes(tab) && (
                <Suspense>
                  <FirstHour
                    property={property}
                    knowledge={data}
                    tab={tab}
                    onTab={(next) => set({ tab: next, entry: undefined, ask: undefined })}
                    onTry={() => {
                      setTrying(true);
                      setLed((times) => times + 1);
                    }}
                  />
                </Suspense>
              )}
              {tab === 'facts' && (
                <FactList
                  property={property.id}
                  knowledge={data}
                  editable={editable}
                  wanted={search.entry}
                />
              )}
              {tab === 'notices' && (
                <Notices
                  key={search.entry}
                  property={property}
                  facts={data.facts}
                  wanted={search.entry}
                />
              )}
              {tab === 'entries' && (
                <EntryList
                  property={property}
                  counts={data.counts}
                  newest={data.entries}
                  editable={editable}
                  open={search.entry}
                  ask={search.ask}
                  onOpen={(entry) => set({ entry, ask: undefined })}
                />
              )}
              {tab === 'sources' && (
                <Sources
                  property={property}
                  editable={editable}
                  wanted={search.entry}
                  onWanted={(entry) => set({ entry })}
                />
              )}
              {tab === 'proposals' && <Proposals property={property.id} editable={editable} />}
              {tab === 'gaps' && <Gaps property={property} editable={editable} />}
              {tab === 'tests' && (
                <Tests
                  property={property}
                  facts={data.facts}
                  entries={data.entries}
                  editable={editable}
                />
              )}
              {tab === 'carry' && (
                <Carry property={property.id} parent={data.parent_id} editable={editable} />
              )}
              {tab === 'past' && <Past property={property.id} editable={editable} />}
            </div>
          )}
        </div>
      </div>
      {property && (
        <aside
          aria-label={t('knowledge.tryOut')}
          className={`w-[360px] shrink-0 flex-col border-line border-s bg-bg ${trying ? 'flex max-xl:absolute max-xl:inset-y-0 max-xl:end-0 max-xl:z-20 max-xl:max-w-full max-xl:shadow-float' : 'hidden xl:flex'}`}
        >
          <TryPanel
            key={property.id}
            property={property}
            editable={editable}
            led={led}
            onEntry={(entry) => {
              setTrying(false);
              set({ tab: 'entries', entry, ask: undefined });
            }}
            onAnswer={(ask) => {
              setTrying(false);
              set({ tab: 'entries', entry: 'new', ask });
            }}
            onClose={() => setTrying(false)}
          />
        </aside>
      )}
    </div>
  );
}

/** What a tab's count is: what stands there, or what waits for somebody. None where that is nothing. */
function countOf(tab: Tab, data: Knowledge | undefined): number | undefined {
  if (tab === 'entries') return data?.counts.all;
  if (tab === 'notices') return data?.notices.length || undefined;
  if (tab === 'proposals') return data?.proposals || undefined;
  if (tab === 'gaps') return data?.gaps || undefined;
  return undefined;
}
