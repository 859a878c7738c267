import { useMutation, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { Lock, Mail, MailWarning, Paperclip } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type TicketDetail, type TicketLine, ticketApi, ticketKeys } from '@/api/tickets';
import { useMe } from '@/app/session';
import { Linked } from '@/features/conversation/Linked';
import { clockTime, dateTime } from '@/lib/format';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';

/** What the guest left, and everything that happened since, the newest below. */
export function TicketHistory({ ticket }: { ticket: TicketDetail }) {
  const { t } = useTranslation();
  const guest = ticket.name || ticket.email || t('author.guest');
  return (
    <ol aria-label={t('tickets.history')} className="flex flex-col pt-1">
      <li>
        <Said
          who={guest}
          at={ticket.created_at}
          side="guest"
          note={t(`ticketCause.${ticket.cause}`)}
        >
          {ticket.text || t('tickets.noText')}
        </Said>
      </li>
      {ticket.lines.map((line) => (
        <li key={line.id}>
          <Line line={line} ticket={ticket} guest={guest} />
        </li>
      ))}
    </ol>
  );
}

function Line({ line, ticket, guest }: { line: TicketLine; ticket: TicketDetail; guest: string }) {
  const { t } = useTranslation();
  const me = useMe();
  const who = line.by?.id === me.id ? t('author.you') : (line.by?.name ?? t('common.somebody'));
  switch (line.kind) {
    case 'note':
      return <Note line={line} who={who} />;
    case 'mail':
      return (
        <Said
          who={guest}
          at={line.at}
          side="guest"
          note={
            line.address ? t('tickets.fromOther', { address: line.address }) : t('tickets.byMailIn')
          }
        >
          {line.text || t('tickets.noText')}
          {line.left && <Left names={line.left} />}
        </Said>
      );
    case 'reply':
      return (
        <>
          <Said who={who} at={line.at} side="desk" note={t(`ticketWent.${line.how ?? 'live'}`)}>
            {line.text}
          </Said>
          <MailState line={line} ticket={ticket} />
        </>
      );
    case 'bounce':
      return (
        <p className="mt-3 flex items-start gap-2 rounded-card bg-danger-tint px-3.5 py-2 text-danger text-ui">
          <MailWarning size={16} strokeWidth={1.5} aria-hidden className="mt-0.5 shrink-0" />
          <span dir="auto" className="min-w-0 break-words">
            {t('tickets.bounced')} {line.text}
          </span>
        </p>
      );
    default:
      if (line.field === 'opportunity') {
        return (
          <Said who={guest} at={line.at} side="guest" note={t('tickets.added')}>
            {line.text ?? ''}
          </Said>
        );
      }
      return (
        <p className="mt-3 text-center text-ink3 text-label">
          <time dateTime={line.at} className="nums">
            {dateTime(line.at)}
          </time>{' '}
          · {changeText(line, who, t)}
        </p>
      );
  }
}

interface SaidProps {
  who: string;
  at: string;
  side: 'guest' | 'desk';
  note?: string;
  children: React.ReactNode;
}

function Said({ who, at, side, note, children }: SaidProps) {
  const left = side === 'guest';
  return (
    <article
      className={clsx(
        'mt-4 flex max-w-[86%] flex-col gap-1',
        left ? 'items-start' : 'ms-auto items-end',
      )}
    >
      <header className="flex flex-wrap items-baseline gap-x-2 px-1">
        <bdi className="font-medium text-ink2 text-label">{who}</bdi>
        <time dateTime={at} title={dateTime(at)} className="nums text-ink3 text-meta">
          {dateTime(at)}
        </time>
        {note && <span className="text-ink3 text-meta">{note}</span>}
      </header>
      <div
        dir="auto"
        className={clsx(
          'min-w-0 max-w-full whitespace-pre-wrap break-words rounded-bubble px-3.5 py-2 text-msg',
          left ? 'rounded-es-[4px] bg-guest' : 'rounded-ee-[4px] bg-fill text-white',
        )}
      >
        {typeof children === 'string' ? <Linked text={children} /> : children}
      </div>
    </article>
  );
}

function Note({ line, who }: { line: TicketLine; who: string }) {
  const { t } = useTranslation();
  return (
    <article className="mt-4 rounded-card bg-note px-3.5 py-2.5 text-note-ink forced-colors:border">
      <header className="mb-0.5 flex flex-wrap items-center gap-x-1.5 font-medium text-label">
        <Lock size={12} strokeWidth={1.75} aria-hidden />
        {t('message.note')} · <bdi>{who}</bdi>
        <time dateTime={line.at} title={dateTime(line.at)} className="nums font-normal">
          {clockTime(line.at)}
        </time>
      </header>
      <div dir="auto" className="whitespace-pre-wrap break-words text-msg">
        <Linked text={line.text ?? ''} />
      </div>
    </article>
  );
}

/** How far a reply's e-mail is, while that is worth knowing. */
function MailState({ line, ticket }: { line: TicketLine; ticket: TicketDetail }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const again = useMutation({
    mutationFn: () => ticketApi.sendAgain(ticket.number, line.id),
    onError: (error) => toast(messageOf(error, t)),
    onSettled: () => queries.invalidateQueries({ queryKey: ticketKeys.one(ticket.number) }),
  });
  if (!line.mail) return null;
  const { state, error } = line.mail;
  const trouble = state === 'uncertain' || state === 'failed';
  return (
    <p
      className={clsx(
        'mt-0.5 flex flex-wrap items-center justify-end gap-x-2 gap-y-1 px-1 text-meta',
        trouble ? 'text-danger' : 'text-ink3',
      )}
    >
      <Mail size={12} strokeWidth={1.75} aria-hidden />
      <span>{t(`mailState.${state}`)}</span>
      {error && state !== 'sent' && (
        <span dir="auto" className="min-w-0 break-words">
          {error}
        </span>
      )}
      {trouble && (
        <Button size="sm" disabled={again.isPending} onClick={() => again.mutate()}>
          {t('tickets.sendAgain')}
        </Button>
      )}
    </p>
  );
}

function Left({ names }: { names: string[] }) {
  const { t } = useTranslation();
  return (
    <span
      dir="auto"
      className="mt-2 flex flex-wrap items-center gap-x-1.5 border-line border-t pt-1.5 text-ink2 text-label"
    >
      <Paperclip size={12} strokeWidth={1.75} aria-hidden />
      {t('tickets.left')}
      {names.map((name) => (
        <bdi key={name} className="break-all">
          {name}
        </bdi>
      ))}
    </span>
  );
}

type Say = (key: string, values?: Record<string, string>) => string;

/** "Ana · Status: Done": the same in every language, whoever did it. */
function changeText(line: TicketLine, who: string, t: Say): string {
  const field = line.field ?? 'status';
  return t('tickets.change', { who, field: t(`tickets.${field}`), to: changedTo(line, t) });
}

function changedTo(line: TicketLine, t: Say): string {
  switch (line.field) {
    case 'priority':
      return t(`ticketPriority.${line.to}`);
    case 'assignee':
      return line.to ? (line.to_name ?? '') : t('tickets.nobody');
    case 'due':
      return line.to ? dateTime(line.to) : t('tickets.never');
    default:
      return t(`ticketStatus.${line.to}`);
  }
}
