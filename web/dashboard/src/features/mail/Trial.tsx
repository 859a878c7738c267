import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type MailSettings, ticketApi, ticketKeys } from '@/api/tickets';
import { useMe } from '@/app/session';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';

/** Sends a mail now and looks into the mailbox, with the settings as they are saved. */
export function Trial({ saved, dirty }: { saved: MailSettings; dirty: boolean }) {
  const { t } = useTranslation();
  const me = useMe();
  const queries = useQueryClient();
  const [to, setTo] = useState(me.email);
  const test = useMutation({
    mutationFn: () => ticketApi.testMail(to.trim()),
    onSettled: () => queries.invalidateQueries({ queryKey: ticketKeys.mail }),
  });
  const { data, error } = test;
  return (
    <Section title={t('mail.test')} hint={t('mail.testHint')}>
      <div className="flex items-end gap-2 max-sm:flex-col max-sm:items-stretch">
        <div className="flex-1">
          <TextField
            type="email"
            label={t('mail.testTo')}
            value={to}
            onChange={(event) => setTo(event.target.value)}
            onKeyDown={(event) => {
              // The form around it saves; this field only says where the test goes.
              if (event.key === 'Enter') event.preventDefault();
            }}
          />
        </div>
        <Button
          className="h-9"
          disabled={dirty || !saved.ready || test.isPending}
          onClick={() => test.mutate()}
        >
          {t(test.isPending ? 'mail.testing' : 'mail.testNow')}
        </Button>
      </div>
      {dirty && <p className="text-ink3 text-label">{t('mail.testSaved')}</p>}
      <div role="status" className="flex flex-col gap-1.5">
        {error && <Found ok={false} text={messageOf(error, t)} />}
        {data && <Found ok={data.ok} text={data.detail} />}
        {data?.inbox && <Found ok={data.inbox.ok} text={data.inbox.detail} />}
      </div>
    </Section>
  );
}

function Found({ ok, text }: { ok: boolean; text: string }) {
  const Icon = ok ? CircleCheck : CircleAlert;
  return (
    <p className={`flex items-start gap-2 text-ui ${ok ? 'text-live' : 'text-danger'}`}>
      <Icon size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0" />
      <span dir="auto" className="min-w-0 break-words">
        {text}
      </span>
    </p>
  );
}
