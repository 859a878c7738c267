import { useTranslation } from 'react-i18next';
import type { ChannelApp } from '@/api/channels';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { Todo } from './Steps';

/** What to paste at Meta so that it brings guests' messages here. */
export function WebhookStep({ app, onNext }: { app: ChannelApp; onNext: () => void }) {
  const { t } = useTranslation();
  const plain = app.webhook_url.startsWith('http:');
  return (
    <>
      {plain && (
        <p role="alert" className="rounded-control bg-brass-tint px-3 py-2 text-brass text-ui">
          {t('connect.needsHttps')}
        </p>
      )}
      <Todo
        items={[
          t(`connect.webhookDo1_${app.channel}`),
          t('connect.webhookDo2'),
          t('connect.webhookDo3'),
        ]}
      />
      <CopyField label={t('connect.callback')} text={app.webhook_url} />
      {app.verify_token && <CopyField label={t('connect.verifyToken')} text={app.verify_token} />}
      {app.fields && app.fields.length > 0 && (
        <div>
          <h3 className="mb-1 font-medium text-ink2 text-label">{t('connect.fields')}</h3>
          <ul className="flex flex-wrap gap-1.5" dir="ltr">
            {app.fields.map((field) => (
              <li key={field} className="rounded-chip bg-sunken px-1.5 py-0.5 font-mono text-meta">
                {field}
              </li>
            ))}
          </ul>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button variant={app.verified_at ? 'primary' : 'secondary'} onClick={onNext}>
          {t('connect.next')}
        </Button>
        <p role="status" className={app.verified_at ? 'text-live text-ui' : 'text-ink3 text-ui'}>
          {t(app.verified_at ? 'connect.verified' : 'connect.waitsVerify')}
        </p>
      </div>
    </>
  );
}
