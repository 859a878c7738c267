import { useTranslation } from 'react-i18next';
import type { Opportunity } from '@/api/opportunities';
import { day, month } from '@/lib/format';
import { money } from '@/lib/money';

/** What a guest has in mind, as far as they told it, and what it may bring with how that was reckoned. */
export function OpportunityFacts({ of }: { of: Opportunity }) {
  const { t, i18n } = useTranslation();
  const number = new Intl.NumberFormat(i18n.language);
  const { worth } = of;
  const facts: [label: string, value: string | undefined][] = [
    [t('opportunity.when'), whenOf(of)],
    [t('opportunity.persons'), of.persons ? number.format(of.persons) : undefined],
    [t('opportunity.rooms'), of.rooms ? number.format(of.rooms) : undefined],
    [t('opportunity.nights'), of.nights ? number.format(of.nights) : undefined],
    [t('opportunity.days'), of.days ? number.format(of.days) : undefined],
  ];
  const told = facts.filter((fact): fact is [string, string] => Boolean(fact[1]));
  return (
    <section
      aria-label={t('opportunity.title')}
      className="mt-4 rounded-card border border-line bg-surface px-4 py-3"
    >
      <h3 className="font-semibold text-ui">
        {t('opportunity.title')} · {t(`opportunity.${of.kind}`)}
      </h3>
      {told.length > 0 && (
        <dl className="mt-2 flex flex-wrap gap-x-8 gap-y-2">
          {told.map(([label, value]) => (
            <div key={label}>
              <dt className="text-ink3 text-label">{label}</dt>
              <dd className="nums text-ui">
                <bdi>{value}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <div className="mt-3 border-line border-t pt-3">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4">
          <span className="text-ink3 text-label">{t('opportunity.worth')}</span>
          <span className={worth ? 'nums font-semibold text-panel' : 'text-ink3 text-ui'}>
            {!worth
              ? t('opportunity.unknown')
              : worth.at_least
                ? t('opportunity.atLeast', { amount: money(worth.amount, worth.currency) })
                : money(worth.amount, worth.currency)}
          </span>
        </p>
        {worth?.parts.map((part) => (
          <p key={part.unit} className="nums text-ink3 text-label">
            {t(`opportunity.${part.unit}`, {
              units: number.format(part.count),
              times: number.format(part.times),
              rate: money(part.rate, worth.currency),
            })}
          </p>
        ))}
        <p className="mt-1 text-ink3 text-label">{t('opportunity.private')}</p>
      </div>
    </section>
  );
}

/** The days, or the month, or what the guest said of it. */
function whenOf({ from, to, when }: Opportunity): string | undefined {
  if (from) return to ? `${day(from)} – ${day(to)}` : day(from);
  return when && /^\d{4}-\d\d$/.test(when) ? month(when) : when;
}
