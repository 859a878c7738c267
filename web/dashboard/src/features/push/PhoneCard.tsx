import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from '@/lib/store';
import { isPhone } from '@/lib/thisBrowser';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { disablePush, enablePush, lookAtPush, type PushState, push } from './push';
import { Steps } from './Steps';

/** What each state says: a title, and a line below it where there is more to say. */
const WORDS: Record<PushState, [title: string, body?: string]> = {
  looking: ['push.off', 'push.offBody'],
  off: ['push.off', 'push.offBody'],
  working: ['push.off', 'push.offBody'],
  on: ['push.on', 'push.onBody'],
  denied: ['push.denied', 'push.deniedBody'],
  failed: ['push.failed', 'push.failedBody'],
  insecure: ['push.insecure', 'push.insecureBody'],
  install: ['push.install'],
  unsupported: ['push.unsupported', 'push.unsupportedBody'],
};

/** Whether this device is called while Deskbell is closed, and how a phone is made to be. */
export function PhoneCard() {
  const { t } = useTranslation();
  const state = useStore(push, (value) => value);
  useEffect(() => {
    const look = () => void lookAtPush();
    look();
    // It may have been changed in the browser's own settings, or in another tab.
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, []);
  const [title, body] = WORDS[state];
  return (
    <section aria-label={t('push.heading')}>
      <h2 className="mb-2 font-semibold text-msg">{t('push.heading')}</h2>
      <div className="divide-y divide-line rounded-card border border-line bg-surface">
        <div className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3" data-push={state}>
          <div className="min-w-0 flex-1 basis-48" aria-live="polite">
            <p className="font-medium text-ui">{t(title)}</p>
            {body && <p className="text-ink2 text-label">{t(body)}</p>}
            {state === 'install' && <Steps kind="iphone" bare />}
          </div>
          <Action state={state} />
        </div>
        {!isPhone() && state !== 'insecure' && <Elsewhere />}
        {state !== 'insecure' && state !== 'unsupported' && (
          <p className="px-4 py-3 text-ink2 text-label">{t('push.privacy')}</p>
        )}
      </div>
    </section>
  );
}

function Action({ state }: { state: PushState }) {
  const { t } = useTranslation();
  if (state === 'on') {
    return (
      <Button variant="ghost" onClick={() => void disablePush()}>
        {t('push.turnOff')}
      </Button>
    );
  }
  if (state !== 'off' && state !== 'working' && state !== 'failed') return null;
  return (
    <Button
      variant={isPhone() ? 'primary' : 'secondary'}
      disabled={state === 'working'}
      onClick={() => void enablePush()}
    >
      {t(
        state === 'working' ? 'push.turningOn' : state === 'failed' ? 'push.again' : 'push.turnOn',
      )}
    </Button>
  );
}

/** On a computer: how the phone in the pocket is called too. */
function Elsewhere() {
  const { t } = useTranslation();
  return (
    <div className="flex flex-col gap-3 px-4 py-3">
      <p className="font-medium text-ui">{t('push.phone')}</p>
      <CopyField label={t('push.address')} text={`${location.origin}/bell`} />
      <div className="grid gap-x-6 gap-y-3 sm:grid-cols-2">
        <Steps kind="iphone" />
        <Steps kind="android" />
      </div>
    </div>
  );
}
