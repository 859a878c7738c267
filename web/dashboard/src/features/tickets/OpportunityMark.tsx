import { Sparkle } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '@/api/tickets';
import { money } from '@/lib/money';
import { Chip } from '@/ui/Bits';

/** Says that a ticket is a group enquiry, of what, and what that may bring. */
export function OpportunityMark({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { opportunity } = ticket;
  if (!opportunity) return null;
  const { kind, worth } = opportunity;
  return (
    <>
      <Chip tone="accent">
        <Sparkle size={12} strokeWidth={1.75} aria-hidden />
        {t('opportunity.title')} · {t(`opportunity.${kind}`)}
      </Chip>
      {worth && (
        <span className="nums whitespace-nowrap font-medium text-label">
          <span className="sr-only">{t('opportunity.worth')}: </span>
          {worth.at_least
            ? t('opportunity.atLeast', { amount: money(worth.amount, worth.currency) })
            : money(worth.amount, worth.currency)}
        </span>
      )}
    </>
  );
}
