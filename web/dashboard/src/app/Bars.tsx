import { Link } from '@tanstack/react-router';
import { BellRing, LockOpen, VolumeX, X } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { alerts, turnOnAlerts, watchAlerts } from '@/features/bell/alerts';
import { soundState, unlockSound } from '@/features/sound/player';
import { mayUse } from '@/lib/abilities';
import { local } from '@/lib/storage';
import { useStore } from '@/lib/store';
import { IconButton } from '@/ui/Button';
import { ConnectionBanner } from './ConnectionBanner';
import { useMe } from './session';
import { TopBar, type TopBarName } from './TopBar';

const BellNews = lazy(() => import('@/features/bell/BellNews'));

/** What must be known on every page, in one bar: of the connection, the desk and this device the gravest. */
export function Bars() {
  const me = useMe();
  useEffect(() => watchAlerts(), []);
  const talks = mayUse(me, 'live');
  return (
    <div className="flex shrink-0 flex-col">
      <ConnectionBanner />
      {talks && mayUse(me, 'team') && (
        <Suspense>
          <BellNews />
        </Suspense>
      )}
      {talks && <DeviceBar />}
    </div>
  );
}

/** What keeps this device from being heard or seen; one thing at a time, the gravest first. */
function DeviceBar() {
  const blocked = useSoundBlocked();
  const permission = useStore(alerts, (value) => value);
  const [plain, hidePlain] = useDismissed('plainHttp');
  const [quiet, hideQuiet] = useDismissed('noAlerts');
  const [silent, setSilent] = useState(false);
  const { t } = useTranslation();
  if (blocked && !silent) {
    return (
      <Bar
        name="silent"
        icon={<VolumeX size={16} strokeWidth={1.5} aria-hidden className="shrink-0" />}
        onClose={() => setSilent(true)}
      >
        <button
          type="button"
          onClick={() => void unlockSound()}
          className="min-h-9 flex-1 text-start font-medium text-accent"
        >
          {t('sound.blocked')}
        </button>
      </Bar>
    );
  }
  if (!isSecureContext && !plain) {
    return (
      <Bar
        name="plainHttp"
        icon={<LockOpen size={16} strokeWidth={1.5} aria-hidden className="shrink-0" />}
        onClose={hidePlain}
      >
        <p className="min-w-0 flex-1 py-2">
          {t('bar.plainHttp')}{' '}
          <Link to="/bell" className="font-medium text-accent underline">
            {t('bar.mend')}
          </Link>
        </p>
      </Bar>
    );
  }
  if (isSecureContext && permission === 'default' && !quiet) {
    return (
      <Bar
        name="noAlerts"
        icon={<BellRing size={16} strokeWidth={1.5} aria-hidden className="shrink-0" />}
        onClose={hideQuiet}
      >
        <p className="min-w-0 flex-1 py-2">
          {t('bar.noAlerts')}{' '}
          <button
            type="button"
            onClick={() => void turnOnAlerts()}
            className="font-medium text-accent underline"
          >
            {t('bar.turnOn')}
          </button>
        </p>
      </Bar>
    );
  }
  return null;
}

function Bar({
  name,
  icon,
  children,
  onClose,
}: {
  name: TopBarName;
  icon: ReactNode;
  children: ReactNode;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <TopBar name={name} tone="plain">
      {icon}
      {children}
      <IconButton label={t('common.close')} onClick={onClose}>
        <X size={14} strokeWidth={1.5} />
      </IconButton>
    </TopBar>
  );
}

/** True once it is sure that the browser keeps this page silent: where it does not, that shows within moments. */
function useSoundBlocked(): boolean {
  const state = useStore(soundState, (value) => value);
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 800);
    return () => clearTimeout(timer);
  }, []);
  return late && state === 'blocked';
}

/** Whether a bar was closed on this device, and what closes it for good. */
function useDismissed(name: string): [boolean, () => void] {
  const [hidden, setHidden] = useState(() => local.get(`bar.${name}`) !== null);
  return [
    hidden,
    () => {
      local.set(`bar.${name}`, 'closed');
      setHidden(true);
    },
  ];
}
