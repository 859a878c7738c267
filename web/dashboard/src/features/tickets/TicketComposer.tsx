import { uuidv7 } from '@shared/uuid';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { Lock } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCode } from '@/api/client';
import { type TicketDetail, ticketApi, ticketKeys } from '@/api/tickets';
import { useMe } from '@/app/session';
import { local } from '@/lib/storage';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';
import { masked } from './address';

type Tab = 'reply' | 'note';

/** What is being written, with the id under which it is sent: a repeat of it is the same one. */
interface Draft {
  id: string;
  text: string;
}

const place = (number: number, tab: Tab) => `ticket.${number}.${tab}`;
const fresh = (): Draft => ({ id: uuidv7(), text: '' });

/** An answer to the guest, or a note for colleagues. What is written is kept until it is sent. */
export function TicketComposer({
  ticket,
  onThread,
}: {
  ticket: TicketDetail;
  onThread: () => void;
}) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const [tab, setTab] = useState<Tab>('reply');
  const [draft, setDraft] = useState<Draft>(
    () => local.json<Draft>(place(ticket.number, tab)) ?? fresh(),
  );
  const keep = (next: Draft) => {
    setDraft(next);
    local.set(place(ticket.number, tab), next.text ? JSON.stringify(next) : null);
  };
  const turn = (next: Tab) => {
    setTab(next);
    setDraft(local.json<Draft>(place(ticket.number, next)) ?? fresh());
  };
  // R and N of the keyboard.
  useEffect(() => {
    const onCompose = (event: Event) => turn((event as CustomEvent<Tab>).detail);
    window.addEventListener('deskbell:compose', onCompose);
    return () => window.removeEventListener('deskbell:compose', onCompose);
  });
  const { how } = ticket;
  const send = useMutation({
    mutationFn: async ({ id, text }: Draft) => {
      const body = { client_id: id, text: text.trim() };
      if (tab === 'note') await ticketApi.note(ticket.number, body);
      else if (how !== 'none') return ticketApi.reply(ticket.number, { ...body, how });
      return undefined;
    },
    onSuccess: (went) => {
      keep(fresh());
      if (went?.how === 'live') {
        toast(t('tickets.sentLive'));
        onThread();
      } else if (went) toast(t('tickets.sent'));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ticketKeys.all }),
  });
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (draft.text.trim() && !send.isPending) send.mutate(draft);
  };
  const blocked = tab === 'reply' && how === 'none';
  const other = isCode(send.error, 'conflict');
  return (
    <form
      onSubmit={submit}
      className={clsx(
        'flex shrink-0 flex-col gap-2 border-line border-t p-3',
        tab === 'note' ? 'bg-note text-note-ink' : 'bg-bg',
      )}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <div role="tablist" aria-label={t('tickets.write')} className="flex gap-1">
          {(['reply', 'note'] as const).map((name) => (
            <button
              key={name}
              type="button"
              role="tab"
              aria-selected={tab === name}
              onClick={() => turn(name)}
              className={clsx(
                'h-7 rounded-control px-2.5 font-medium text-label max-sm:min-h-11',
                tab === name
                  ? 'bg-surface text-ink shadow-[0_0_0_1px_var(--border)]'
                  : 'hover:underline',
              )}
            >
              {t(name === 'reply' ? 'composer.reply' : 'composer.note')}
            </button>
          ))}
        </div>
        <p className="min-w-0 text-label" id={`ticket-way-${ticket.number}`}>
          <Way ticket={ticket} tab={tab} />
        </p>
      </div>
      {!blocked && (
        <textarea
          aria-label={t(tab === 'reply' ? 'composer.message' : 'composer.note')}
          aria-describedby={`ticket-way-${ticket.number}`}
          dir="auto"
          rows={1}
          maxLength={4000}
          value={draft.text}
          onChange={(event) => keep({ ...draft, text: event.target.value })}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            const mod = event.metaKey || event.ctrlKey;
            const plain = me.preferences.send_key === 'enter' && tab === 'reply' && how !== 'email';
            if (event.key === 'Enter' && (mod || (plain && !event.shiftKey))) {
              event.preventDefault();
              submit();
            }
          }}
          className={clsx(
            'field-sizing-content max-h-56 min-h-16 w-full resize-none rounded-control border px-2.5 py-2 text-msg max-sm:min-h-11 max-sm:text-[16px]',
            tab === 'note' ? 'border-note-ink/30 bg-transparent' : 'border-strong/60 bg-surface',
          )}
        />
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {send.error && (
          <p role="alert" className="me-auto min-w-0 text-danger text-label">
            {other ? t('tickets.otherWay') : messageOf(send.error, t)}
          </p>
        )}
        {!blocked && (
          <Button
            type="submit"
            variant={tab === 'reply' ? 'primary' : 'secondary'}
            disabled={!draft.text.trim() || send.isPending}
          >
            {t(tab === 'note' ? 'action.addNote' : `ticketSend.${how}`)}
          </Button>
        )}
      </div>
    </form>
  );
}

/** Where what is written goes, before it is sent. */
function Way({ ticket, tab }: { ticket: TicketDetail; tab: Tab }) {
  const { t } = useTranslation();
  if (tab === 'note') {
    return (
      <span className="inline-flex items-center gap-1.5">
        <Lock size={12} strokeWidth={1.75} aria-hidden /> {t('composer.noteHint')}
      </span>
    );
  }
  if (ticket.how === 'none') {
    return (
      <span className="text-danger">
        {t(ticket.why === 'no_mail' ? 'tickets.noMail' : 'tickets.noAddress')}
      </span>
    );
  }
  if (ticket.how === 'email') {
    const address = masked(ticket.email);
    // Between words that run the other way an address still runs its own.
    const whole = document.documentElement.dir === 'rtl' ? `\u2066${address}\u2069` : address;
    return <span className="text-ink2">{t('tickets.byMail', { address: whole })}</span>;
  }
  return (
    <span className="text-ink2">
      {t(ticket.how === 'live' ? 'tickets.byChat' : 'tickets.byChannel')}
    </span>
  );
}
