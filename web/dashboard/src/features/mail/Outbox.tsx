import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type MailSettings, ticketApi, ticketKeys } from '@/api/tickets';
import { dateTime } from '@/lib/format';
import { Chip, messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';

/** Mails on their way, and those of which nobody knows whether they arrived. */
export function Outbox({ settings }: { settings: MailSettings }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { queued, trouble } = settings.outbox;
  const again = useMutation({
    mutationFn: ticketApi.sendMailAgain,
    onError: (error) => toast(messageOf(error, t)),
    onSettled: () => queries.invalidateQueries({ queryKey: ticketKeys.mail }),
  });
  const { checked_at, error, host } = settings.inbox;
  return (
    <Section title={t('mail.state')} hint={t('mail.stateHint')}>
      <p className="text-ui">
        {queued > 0 ? t('mail.queued', { count: queued }) : t('mail.nothingQueued')}
      </p>
      {host && (
        <p className={`text-ui ${error ? 'text-danger' : ''}`}>
          {error
            ? t('mail.notFetched', { why: error })
            : checked_at
              ? t('mail.fetched', { at: dateTime(checked_at) })
              : t('mail.notYetFetched')}
        </p>
      )}
      {trouble.length > 0 && (
        <ul
          aria-label={t('mail.trouble')}
          className="divide-y divide-line rounded-card border border-line bg-surface"
        >
          {trouble.map((mail) => (
            <li key={mail.id} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 py-2">
              <Chip tone={mail.state === 'failed' ? 'danger' : 'brass'}>
                {t(`mailState.${mail.state}`)}
              </Chip>
              <span className="min-w-0 flex-1 basis-48">
                <bdi className="block break-all font-medium text-ui">{mail.to}</bdi>
                <span className="block text-ink3 text-label">
                  {t(`mailKind.${mail.kind}`)} · {dateTime(mail.at)}
                  {mail.ticket !== undefined && (
                    <>
                      {' · '}
                      <Link
                        to="/tickets"
                        search={{ n: mail.ticket }}
                        className="text-accent underline"
                      >
                        #{mail.ticket}
                      </Link>
                    </>
                  )}
                </span>
                {mail.error && (
                  <span dir="auto" className="block break-words text-danger text-label">
                    {mail.error}
                  </span>
                )}
              </span>
              <Button size="sm" disabled={again.isPending} onClick={() => again.mutate(mail.id)}>
                {t('tickets.sendAgain')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
