import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import { Check, X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Fact, Knowledge, Property } from '@/api/types';
import { useMe } from '@/app/session';
import { managesAt } from '@/lib/abilities';
import { useStore } from '@/lib/store';
import { Button, buttonClass, IconButton } from '@/ui/Button';
import { Bar } from './Bar';
import { firstHour, type Step, type StepName, tried, unled, waiting } from './firstHour';
import { Interview } from './Interview';
import { openFacts } from './useFacts';
import { goesOn, useSources } from './useSources';
import { WebsiteDialog } from './WebsiteDialog';

interface Props {
  property: Property;
  knowledge: Knowledge;
  /** All steps stand with the facts, where one arrives; elsewhere there is only the one to do next. */
  tab: string;
  onTab: (tab: 'facts' | 'sources' | 'proposals') => void;
  onTry: () => void;
}

/** Leads from an empty Knowledge Hub to guests who are answered, and leaves when they are. */
export default function FirstHour({ property, knowledge, tab, onTab, onTry }: Props) {
  const { t, i18n } = useTranslation();
  const manages = managesAt(useMe(), property.id);
  const { data: found } = useSources(property.id);
  const { data: settings } = useQuery({
    queryKey: keys.settings(property.id),
    queryFn: () => api.settings(property.id),
  });
  const asked = useStore(tried.ids, (ids) => ids.includes(property.id));
  const [adding, setAdding] = useState(false);
  const [asking, setAsking] = useState<Fact[]>();
  if (!found || !settings) return null;
  const { sources } = found;
  const steps = firstHour({ sources, knowledge, tried: asked, live: settings.seen.length > 0 });
  const next = steps.find(({ now }) => now);
  const count = waiting({ sources, knowledge });
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  const reading = sources.find(goesOn);
  const drafts = sources.some((source) => source.drafts > 0);
  const whole = tab === 'facts';
  const where = count > 0 && !drafts ? 'proposals' : 'sources';

  const press = (name: StepName): (() => void) => {
    switch (name) {
      case 'address':
        return () => setAdding(true);
      case 'confirm':
        return () => onTab(where);
      case 'interview':
        return () => setAsking(openFacts(knowledge));
      case 'try':
        return onTry;
      default:
        return () => onTab('sources');
    }
  };
  const hint = (name: StepName): ReactNode => {
    if (name === 'read') {
      if (!reading) return t('firstHour.unread');
      return reading.total > 0 ? (
        <Bar
          label={t('source.progress', { done: reading.done, all: reading.total })}
          share={reading.done / reading.total}
        />
      ) : (
        t('firstHour.hint.read')
      );
    }
    if (name === 'confirm') return t('firstHour.waits', { count });
    if (name === 'interview')
      return t('firstHour.hint.interview', { share: percent.format(knowledge.coverage) });
    if (name === 'live' && !manages) return t('firstHour.admin');
    return t(`firstHour.hint.${name}`);
  };
  const action = (name: StepName): ReactNode => {
    if ((name === 'read' && tab === 'sources') || (name === 'confirm' && tab === where))
      return null;
    if (name !== 'live')
      return (
        <Button variant="primary" onClick={press(name)}>
          {t(`firstHour.do.${name}`)}
        </Button>
      );
    if (!manages) return null;
    return (
      <Link
        to="/settings"
        search={{ property: property.id, tab: 'install' }}
        className={buttonClass('primary')}
      >
        {t('firstHour.do.live')}
      </Link>
    );
  };
  const behind = steps.filter(({ done }) => done).length;
  return (
    <>
      {next && (
        <section
          aria-label={t('firstHour.title')}
          className="mx-auto max-w-[860px] px-5 pt-5 max-sm:px-4 max-sm:pt-4"
        >
          <div className="rounded-card border border-line bg-surface px-4 py-3">
            <header className="flex items-start gap-3">
              <div className="min-w-0 flex-1">
                <h2 className="mb-1 font-semibold text-panel">{t('firstHour.title')}</h2>
                <Bar
                  label={t('firstHour.progress', { done: behind, all: steps.length })}
                  share={behind / steps.length}
                />
              </div>
              <IconButton label={t('firstHour.leave')} onClick={() => unled.add(property.id)}>
                <X size={16} strokeWidth={1.5} />
              </IconButton>
            </header>
            <ol className="mt-2 flex flex-col">
              {steps.map((step, index) => (
                <Row key={step.name} step={step} nth={index + 1} hidden={!whole && !step.now}>
                  {step.now ? (
                    <div className="layer-in mt-1 flex flex-col items-start gap-2.5 pb-1">
                      <div className="w-full max-w-[520px] text-ink2 text-ui">
                        {hint(step.name)}
                      </div>
                      <div className="flex flex-wrap gap-2">
                        {action(step.name)}
                        {!whole && (
                          <Button variant="ghost" onClick={() => onTab('facts')}>
                            {t('firstHour.all')}
                          </Button>
                        )}
                      </div>
                    </div>
                  ) : null}
                </Row>
              ))}
            </ol>
          </div>
        </section>
      )}
      {/* They stay to their own end, also where what is said in them was the last step. */}
      {adding && <WebsiteDialog property={property} onClose={() => setAdding(false)} />}
      {asking && (
        <Interview
          property={property.id}
          facts={asking}
          currency={knowledge.currency ?? ''}
          onClose={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

interface RowProps {
  step: Step;
  nth: number;
  hidden: boolean;
  children: ReactNode;
}

/** One step: its number, or that it is behind, and what it is. */
function Row({ step, nth, hidden, children }: RowProps) {
  const { t } = useTranslation();
  const { name, done, now } = step;
  return (
    <li
      hidden={hidden}
      aria-current={now ? 'step' : undefined}
      className={clsx('flex gap-3 py-1.5', hidden && 'hidden')}
    >
      <span
        aria-hidden
        className={clsx(
          'nums flex size-6 shrink-0 items-center justify-center rounded-full font-semibold text-label',
          done && 'bg-live-tint text-live',
          now && 'bg-fill text-white forced-colors:border',
          !done && !now && 'border border-line text-ink3',
        )}
      >
        {done ? <Check size={14} strokeWidth={2} /> : nth}
      </span>
      <div className="min-w-0 flex-1 pt-0.5">
        <p className={clsx('text-ui', now ? 'font-semibold' : done ? 'text-ink3' : 'text-ink2')}>
          {t(`firstHour.step.${name}`)}
          {done && <span className="sr-only"> ({t('common.done')})</span>}
        </p>
        {children}
      </div>
    </li>
  );
}
