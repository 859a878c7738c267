import { useTranslation } from 'react-i18next';
import type { ChannelAccount } from '@/api/channels';
import { serverNow, useNow } from '@/lib/clock';
import { shortSpan } from '@/lib/format';
import { Todo } from './Steps';

/** The proof: somebody writes from a phone, and the answer arrives there. */
export function HelloStep({ account }: { account: ChannelAccount }) {
  const { t } = useTranslation();
  useNow();
  const lamp = (name: string) => account.lamps.find((one) => one.name === name);
  const hello = lamp('hello');
  const answered = lamp('answered');
  const since = hello?.at ? shortSpan(serverNow() - Date.parse(hello.at)) : undefined;
  return (
    <>
      {account.channel === 'api' ? (
        <p className="text-ink2 text-ui">{t('connect.helloApi')}</p>
      ) : (
        <Todo
          items={[
            t(`connect.helloDo1_${account.channel}`, { name: account.name }),
            t('connect.helloDo2'),
            t('connect.helloDo3'),
          ]}
        />
      )}
      <p role="status" className="rounded-card border border-line bg-surface px-4 py-3 text-ui">
        {!hello?.on ? (
          <span className="flex items-center gap-2 text-ink2">
            <span aria-hidden className="size-2 animate-pulse rounded-full bg-brass" />
            {t('connect.listening')}
          </span>
        ) : answered && !answered.on ? (
          <span className="text-ink2">{t('connect.helloCame', { span: since ?? '' })}</span>
        ) : (
          <span className="font-medium text-live">{t('connect.helloDone')}</span>
        )}
      </p>
    </>
  );
}
