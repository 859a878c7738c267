import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type MailSettings, ticketApi, ticketKeys } from '@/api/tickets';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { toast } from '@/ui/toast';

/** The other way in: a mail server of one's own brings answers to a signed address. */
export function HookSection({ hook }: { hook: MailSettings['hook'] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ticketKeys.mail });
  const failed = (error: unknown) => toast(messageOf(error, t));
  const open = useMutation({ mutationFn: ticketApi.openHook, onSettled: again, onError: failed });
  const close = useMutation({
    mutationFn: ticketApi.closeHook,
    onSuccess: () => open.reset(),
    onSettled: again,
    onError: failed,
  });
  return (
    <Section title={t('mail.hook')} hint={t('mail.hookHint')}>
      <CopyField label={t('mail.hookUrl')} text={hook.url} />
      {open.data && (
        <div className="flex flex-col gap-1">
          <CopyField label={t('mail.secret')} text={open.data.secret} />
          <p className="text-brass text-label">{t('mail.secretHint')}</p>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button disabled={open.isPending} onClick={() => open.mutate()}>
          {t(hook.open ? 'mail.hookAgain' : 'mail.hookOpen')}
        </Button>
        {hook.open && (
          <Button variant="danger" disabled={close.isPending} onClick={() => close.mutate()}>
            {t('mail.hookClose')}
          </Button>
        )}
        <span className="text-ink3 text-label">
          {t(hook.open ? 'mail.hookIsOpen' : 'mail.hookIsClosed')}
        </span>
      </div>
    </Section>
  );
}
