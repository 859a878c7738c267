import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '@/lib/clock';
import { useStore } from '@/lib/store';
import { connection } from '@/realtime/connection';
import { TopBar } from './TopBar';

const SHOWN_AFTER = 2000;

/** True once the connection has been gone for longer than a blink. */
export function usePaused(): boolean {
  const { connected, since } = useStore(connection, (state) => state);
  const [late, setLate] = useState(false);
  useEffect(() => {
    setLate(false);
    if (connected) return;
    const timer = setTimeout(() => setLate(true), Math.max(0, since + SHOWN_AFTER - Date.now()));
    return () => clearTimeout(timer);
  }, [connected, since]);
  return late && !connected;
}

export function ConnectionBanner() {
  return usePaused() ? <Banner /> : null;
}

/** Live data that stopped must not look fresh: it says so, and for how long. */
function Banner() {
  const { t } = useTranslation();
  const since = useStore(connection, (state) => state.since);
  useNow();
  const seconds = Math.max(0, Math.round((Date.now() - since) / 1000));
  return (
    <TopBar name="connection" tone="brass" role="alert">
      <p className="min-w-0 flex-1 py-1.5">
        {t('connection.paused')}
        <span aria-hidden className="nums ms-1 font-normal">
          {t('connection.since', { seconds })}
        </span>
      </p>
    </TopBar>
  );
}
