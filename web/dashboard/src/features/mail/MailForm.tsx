import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiError } from '@/api/client';
import { type MailSettings, ticketApi, ticketKeys } from '@/api/tickets';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField, Toggle } from '@/ui/Field';
import { toast } from '@/ui/toast';
import { HookSection } from './HookSection';
import { ServerFields } from './ServerFields';
import { Trial } from './Trial';
import { fieldsOf, type MailFields, mailWish } from './wish';

const OUT = { starttls: 587, tls: 465, none: 25 };
const IN = { starttls: 143, tls: 993, none: 143 };

/** The wrong fields that the server named, by their place in what was sent. */
function wrongIn(error: unknown): Record<string, string> {
  if (!(error instanceof ApiError)) return {};
  const list = error.body.errors as { location?: string; message: string }[] | undefined;
  return Object.fromEntries(
    (list ?? []).map(({ location = '', message }) => [location.replace(/^body\./, ''), message]),
  );
}

/** The servers of the installation's e-mail: nothing changes until Save. */
export function MailForm({ saved, outbox }: { saved: MailSettings; outbox: ReactNode }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [edited, setEdited] = useState<MailFields>();
  const values = edited ?? fieldsOf(saved);
  const dirty = Boolean(edited);
  const change = (part: Partial<MailFields>) => setEdited({ ...values, ...part });
  const save = useMutation({
    mutationFn: () => ticketApi.saveMail(mailWish(values)),
    onSuccess: (next) => {
      queries.setQueryData(ticketKeys.mail, next);
      queries.invalidateQueries({ queryKey: ticketKeys.all });
      setEdited(undefined);
      toast(t('mail.saved'));
    },
  });
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirty && current.pathname !== next.pathname && !window.confirm(t('settings.leave')),
    enableBeforeUnload: dirty,
  });
  const wrong = wrongIn(save.error);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dirty && !save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
      <div className="scroll-y min-h-0 flex-1">
        <div className="mx-auto max-w-[1000px] px-6 max-sm:px-4">
          <Section title={t('mail.outgoing')} hint={t('mail.outgoingHint')}>
            <TextField
              label={t('mail.from')}
              value={values.from}
              error={wrong.from}
              hint={t('mail.fromHint')}
              placeholder="desk@hotel.com"
              autoComplete="off"
              onChange={(event) => change({ from: event.target.value })}
            />
            <ServerFields
              values={values.out}
              stored={saved.password_set}
              usual={OUT}
              change={(part) => change({ out: { ...values.out, ...part } })}
              errorAt={(field) => wrong[field]}
            />
          </Section>
          <Section title={t('mail.incoming')} hint={t('mail.incomingHint')}>
            <ServerFields
              values={values.inbox}
              stored={saved.inbox.password_set}
              usual={IN}
              change={(part) => change({ inbox: { ...values.inbox, ...part } })}
              errorAt={(field) => wrong[`inbox.${field}`]}
            />
            <TextField
              label={t('mail.folder')}
              value={values.inbox.folder}
              error={wrong['inbox.folder']}
              placeholder="INBOX"
              onChange={(event) =>
                change({ inbox: { ...values.inbox, folder: event.target.value } })
              }
            />
            <Toggle
              label={t('mail.tagged')}
              hint={t('mail.taggedHint')}
              checked={values.tagged}
              onChange={(tagged) => change({ tagged })}
            />
          </Section>
          <HookSection hook={saved.hook} />
          <Trial saved={saved} dirty={dirty} />
          {outbox}
        </div>
      </div>
      {dirty && (
        <div className="layer-in flex shrink-0 flex-wrap items-center gap-2 border-line border-t bg-raised px-6 py-3 max-sm:px-4">
          <p role="status" className="min-w-0 flex-1 text-ui">
            {save.error ? (
              <span className="text-danger">{messageOf(save.error, t)}</span>
            ) : (
              t('settings.unsaved')
            )}
          </p>
          <Button
            onClick={() => {
              setEdited(undefined);
              save.reset();
            }}
          >
            {t('settings.discard')}
          </Button>
          <Button type="submit" variant="primary" disabled={save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      )}
    </form>
  );
}
