import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type TicketChange, type TicketDetail, ticketApi, ticketKeys } from '@/api/tickets';
import { messageOf } from '@/ui/Bits';
import { toast } from '@/ui/toast';

/** One change of one or several tickets, with what they were before: a change can be taken back. */
export interface Step {
  number: number;
  change: TicketChange;
  back: TicketChange;
}

/** Changes tickets at once and says so; undo makes the opposite changes. */
export function useChange() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const run = async (steps: { number: number; change: TicketChange }[]) => {
    // One after the other: they share the newest line of each ticket, and are few.
    for (const { number, change } of steps) {
      const fresh = await ticketApi.change(number, change);
      queries.setQueryData<TicketDetail>(ticketKeys.one(number), fresh);
    }
  };
  return useMutation({
    mutationFn: (steps: Step[]) => run(steps),
    onSuccess: (_, steps) => {
      toast(t('tickets.changed', { count: steps.length }), () => {
        run(steps.map(({ number, back }) => ({ number, change: back })))
          .catch((error) => toast(messageOf(error, t)))
          .finally(() => queries.invalidateQueries({ queryKey: ticketKeys.all }));
      });
    },
    onError: (error) => toast(messageOf(error, t)),
    onSettled: () => queries.invalidateQueries({ queryKey: ticketKeys.all }),
  });
}

/** What takes a change back: the same fields as they are now. */
export function opposite(
  ticket: Pick<TicketDetail, 'status' | 'priority' | 'assignee' | 'due'>,
  change: TicketChange,
): TicketChange {
  const back: TicketChange = {};
  if (change.priority) back.priority = ticket.priority;
  if (change.due !== undefined) back.due = ticket.due ?? '';
  if (change.assignee !== undefined) back.assignee = ticket.assignee ?? '';
  // Giving a new ticket to somebody opens it, so the way back names the state, too.
  if (change.status || change.assignee !== undefined) back.status = ticket.status;
  return back;
}
