import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Conversation } from '@/features/conversation/Conversation';
import { ErrorCard, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Tabs } from '@/ui/Tabs';
import { OpportunityFacts } from './OpportunityFacts';
import { TicketComposer } from './TicketComposer';
import { TicketFacts } from './TicketFacts';
import { TicketHead } from './TicketHead';
import { TicketHistory } from './TicketHistory';
import { useTicket } from './useTickets';

/** One open ticket: what it is about, what happened, the answer; and its thread. */
export function TicketPane({ number, onClose }: { number: number; onClose: () => void }) {
  const { t } = useTranslation();
  const [part, setPart] = useState<'ticket' | 'thread'>('ticket');
  const { data, error, refetch } = useTicket(number);
  if (error && !data) {
    return (
      <div className="flex-1">
        <ErrorCard error={error} onRetry={() => refetch()} />
        <div className="px-4">
          <Button onClick={onClose}>{t('common.close')}</Button>
        </div>
      </div>
    );
  }
  if (!data) {
    return (
      <div aria-busy className="flex-1 p-6">
        <SkeletonLines widths={[30, 20, 80, 70, 75]} />
      </div>
    );
  }
  return (
    <section
      aria-label={t('tickets.one', { number })}
      className="flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <TicketHead ticket={data} onClose={onClose} />
      {data.conversation_id && (
        <Tabs
          label={t('tickets.one', { number })}
          value={part}
          tabs={[
            { value: 'ticket', label: t('tickets.ticket') },
            { value: 'thread', label: t('tickets.thread') },
          ]}
          onChange={setPart}
        />
      )}
      {part === 'thread' && data.conversation_id ? (
        <Conversation id={data.conversation_id} />
      ) : (
        <>
          <div className="scroll-y min-h-0 flex-1">
            <div className="mx-auto w-full max-w-[720px] px-5 py-4 max-sm:px-4 max-sm:pt-0">
              <details className="group sm:hidden">
                <summary className="flex min-h-11 cursor-pointer items-center gap-2 border-line border-b font-medium text-ui">
                  <ChevronRight
                    size={16}
                    strokeWidth={1.5}
                    aria-hidden
                    className="group-open:rotate-90 rtl:-scale-x-100 rtl:group-open:-rotate-90"
                  />
                  {t('tickets.details')}
                  <bdi className="one-line ms-auto min-w-0 font-normal text-ink3">
                    {data.assignee_name ?? t('tickets.nobody')}
                  </bdi>
                </summary>
                <div className="pt-3">
                  <TicketFacts ticket={data} />
                </div>
              </details>
              <div className="max-sm:hidden">
                <TicketFacts ticket={data} />
              </div>
              {data.opportunity && <OpportunityFacts of={data.opportunity} />}
              <TicketHistory ticket={data} />
            </div>
          </div>
          <TicketComposer ticket={data} onThread={() => setPart('thread')} />
        </>
      )}
    </section>
  );
}
