import { MonitorDot, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { BellDevice } from '@/api/bell';
import { serverNow, useNow } from '@/lib/clock';
import { shortSpan } from '@/lib/format';
import { Chip } from '@/ui/Bits';

/** My screens and phones as the server knows them, each with what would keep it silent. */
export function Devices({ devices }: { devices: BellDevice[] }) {
  const { t } = useTranslation();
  useNow(5000);
  if (devices.length === 0) return <p className="text-ink3 text-ui">{t('check.noDevices')}</p>;
  return (
    <ul className="divide-y divide-line rounded-card border border-line bg-surface">
      {devices.map((device) => (
        <Device key={device.id} device={device} />
      ))}
    </ul>
  );
}

function Device({ device }: { device: BellDevice }) {
  const { t } = useTranslation();
  const Icon = device.kind === 'phone' ? Smartphone : MonitorDot;
  const since = (at: string) => shortSpan(Math.max(0, serverNow() - Date.parse(at)));
  const said = [
    t('check.seen', { span: since(device.seen_at) }),
    device.confirmed_at && t('check.confirmed', { span: since(device.confirmed_at) }),
    device.heard &&
      t(device.heard.heard ? 'check.heardAgo' : 'check.notHeardAgo', {
        span: since(device.heard.at),
      }),
  ].filter(Boolean);
  const problems = device.problems ?? [];
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
      <Icon size={18} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink3" />
      <span className="min-w-0 flex-1 basis-44">
        <span className="flex items-center gap-2 font-medium text-ui">
          <bdi className="one-line">{device.name || t('profile.unknownDevice')}</bdi>
          {device.this && <Chip tone="accent">{t('profile.thisOne')}</Chip>}
        </span>
        <span className="nums text-ink3 text-label">{said.join(' · ')}</span>
      </span>
      <span className="flex flex-wrap gap-1.5">
        {problems.length === 0 ? (
          <Chip tone="live">{t('check.wouldRing')}</Chip>
        ) : (
          problems.map((code) => (
            <Chip key={code} tone="danger">
              {t(`problem.${code}`, { defaultValue: code })}
            </Chip>
          ))
        )}
      </span>
    </li>
  );
}
