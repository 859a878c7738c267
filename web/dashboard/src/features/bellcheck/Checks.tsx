import { useTranslation } from 'react-i18next';
import type { BellCheck } from '@/api/bell';
import { useMe } from '@/app/session';
import { alerts, turnOnAlerts } from '@/features/bell/alerts';
import { useDuty } from '@/features/duty/useDuty';
import { usePreference } from '@/features/profile/usePreference';
import { VolumeSlider } from '@/features/profile/VolumeSlider';
import { push } from '@/features/push/push';
import { soundState, unlockSound } from '@/features/sound/player';
import { clockTime, shortSpan } from '@/lib/format';
import { useStore } from '@/lib/store';
import { connection } from '@/realtime/connection';
import { lastSleep } from '@/realtime/sleep';
import { Button } from '@/ui/Button';
import { CheckRow, type Verdict } from './CheckRow';

/** Below this a ring is easily missed across a room. */
const FAINT = 0.15;

/** The checks, the one that stops most first: an insecure address takes notifications and push with it. */
export function Checks({ check }: { check: BellCheck | undefined }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('check.thisDevice')}>
      <h2 className="mb-2 font-semibold text-msg">{t('check.thisDevice')}</h2>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        <Address />
        <Notifications />
        <Sound />
        <Volume />
        <Awake />
        <Push />
        <Status check={check} />
      </ul>
    </section>
  );
}

function Address() {
  const { t } = useTranslation();
  if (isSecureContext) return <CheckRow verdict="good" title={t('check.secure')} />;
  return (
    <CheckRow verdict="bad" title={t('check.insecure')}>
      <p>{t('check.insecureBody')}</p>
      <p className="mt-1.5">{t('check.insecureMend')}</p>
      <code
        dir="ltr"
        className="mt-1 block w-fit max-w-full overflow-x-auto rounded-chip bg-sunken px-2 py-1 font-mono text-ink"
      >
        deskbell serve --domain desk.hotel.com
      </code>
    </CheckRow>
  );
}

function Notifications() {
  const { t } = useTranslation();
  const permission = useStore(alerts, (value) => value);
  if (permission === 'granted') {
    return <CheckRow verdict="good" title={t('check.granted')} />;
  }
  if (permission === 'unknown') {
    return (
      <CheckRow verdict="weak" title={t('check.noNotifications')}>
        {t(isSecureContext ? 'check.noNotificationsHere' : 'check.needsSecure')}
      </CheckRow>
    );
  }
  if (permission === 'denied') {
    return (
      <CheckRow verdict="weak" title={t('check.denied')}>
        {t('check.deniedMend')}
      </CheckRow>
    );
  }
  return (
    <CheckRow
      verdict="weak"
      title={t('check.notAsked')}
      action={<Button onClick={() => void turnOnAlerts()}>{t('bar.turnOn')}</Button>}
    >
      {t('check.notAskedBody')}
    </CheckRow>
  );
}

function Sound() {
  const { t } = useTranslation();
  const state = useStore(soundState, (value) => value);
  if (state === 'ready') return <CheckRow verdict="good" title={t('check.sound')} />;
  if (state === 'none') return <CheckRow verdict="bad" title={t('check.noSound')} />;
  return (
    <CheckRow
      verdict="bad"
      title={t('check.blocked')}
      action={<Button onClick={() => void unlockSound()}>{t('check.turnOnSound')}</Button>}
    >
      {t('check.blockedBody')}
    </CheckRow>
  );
}

function Volume() {
  const { t } = useTranslation();
  const { preferences } = useMe();
  const change = usePreference();
  const { volume } = preferences;
  const verdict: Verdict = volume <= 0 ? 'bad' : volume < FAINT ? 'weak' : 'good';
  return (
    <CheckRow
      verdict={verdict}
      title={t(
        volume <= 0 ? 'check.volumeOff' : volume < FAINT ? 'check.volumeLow' : 'check.volume',
      )}
    >
      <div className="mt-1">
        <VolumeSlider bare volume={volume} onChange={(next) => change({ volume: next })} />
      </div>
    </CheckRow>
  );
}

/** Whether the page runs when nobody looks: what the browser or the computer has already done to it says most. */
function Awake() {
  const { t } = useTranslation();
  const sleep = useStore(lastSleep, (value) => value);
  const connected = useStore(connection, (state) => state.connected);
  if (!connected) return <CheckRow verdict="bad" title={t('check.disconnected')} />;
  if ('wasDiscarded' in document && document.wasDiscarded) {
    return (
      <CheckRow verdict="weak" title={t('check.discarded')}>
        {t('check.sleepMend')}
      </CheckRow>
    );
  }
  if (sleep) {
    return (
      <CheckRow
        verdict="weak"
        title={t('check.slept', {
          at: clockTime(sleep.from),
          span: shortSpan(sleep.to - sleep.from),
        })}
      >
        {t('check.sleepMend')}
      </CheckRow>
    );
  }
  return (
    <CheckRow verdict="good" title={t('check.awake')}>
      {t('check.awakeBody')}
    </CheckRow>
  );
}

function Push() {
  const { t } = useTranslation();
  const state = useStore(push, (value) => value);
  if (state === 'on') return <CheckRow verdict="good" title={t('check.push')} />;
  return (
    <CheckRow verdict="weak" title={t('check.noPush')}>
      {t(isSecureContext ? 'check.noPushBody' : 'check.needsSecure')}
    </CheckRow>
  );
}

function Status({ check }: { check: BellCheck | undefined }) {
  const { t } = useTranslation();
  const { duty } = useMe();
  const setDuty = useDuty();
  if (duty !== 'online') {
    return (
      <CheckRow
        verdict="bad"
        title={t('check.offDuty', { duty: t(`duty.${duty}`) })}
        action={<Button onClick={() => setDuty('online')}>{t('check.goOnline')}</Button>}
      >
        {t('check.offDutyBody')}
      </CheckRow>
    );
  }
  const reasons = (check?.why_not ?? []).filter((code) => code !== 'away' && code !== 'dnd');
  if (check && !check.eligible && reasons.length > 0) {
    return (
      <CheckRow verdict="bad" title={t('check.notRung')}>
        {reasons.map((code) => t(`why.${code}`, { defaultValue: code })).join(' · ')}
      </CheckRow>
    );
  }
  return (
    <CheckRow
      verdict="good"
      title={
        check?.until ? t('check.onlineUntil', { at: clockTime(check.until) }) : t('check.online')
      }
    />
  );
}
