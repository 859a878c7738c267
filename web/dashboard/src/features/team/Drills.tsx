import { useMutation } from '@tanstack/react-query';
import { BellElectric } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { bellApi, type Drill, type SilentPerson } from '@/api/bell';
import type { Property } from '@/api/types';
import { useMe } from '@/app/session';
import { latest } from '@/features/bell/BellNews';
import { roleAt } from '@/lib/abilities';
import { clockTime, dateTime } from '@/lib/format';
import { Chip, messageOf, PropertyTag } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';

/** What the last quiet test of every device found, at each property of mine. */
export function Drills({ drills }: { drills: Drill[] }) {
  const { t } = useTranslation();
  const me = useMe();
  const managed = me.properties.filter(({ id }) => ['admin', 'operator'].includes(roleAt(me, id)));
  const newest = latest(drills);
  const start = useMutation({
    mutationFn: () => Promise.all(managed.map(({ id }) => bellApi.drill(id))),
    onSuccess: () => toast(t('team.drillStarted')),
    onError: (error) => toast(messageOf(error, t)),
  });
  if (managed.length === 0) return null;
  return (
    <section id="drills" aria-label={t('team.drills')}>
      <header className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="font-semibold text-msg">{t('team.drills')}</h2>
          <p className="text-ink3 text-label">{t('team.drillsBody')}</p>
        </div>
        <Button disabled={start.isPending} onClick={() => start.mutate()}>
          <BellElectric size={14} strokeWidth={1.75} aria-hidden />
          {t('team.drillNow')}
        </Button>
      </header>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {managed.map((property) => (
          <li key={property.id} className="flex items-start gap-3 px-4 py-3">
            <PropertyTag property={property} />
            <Result
              property={property}
              drill={newest.find(({ property_id }) => property_id === property.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Result({ property, drill }: { property: Property; drill: Drill | undefined }) {
  const { t } = useTranslation();
  if (!drill) {
    return <p className="min-w-0 flex-1 text-ink3 text-ui">{t('team.noDrill')}</p>;
  }
  const verdict = !drill.done
    ? t('team.drillRuns')
    : drill.tested === 0
      ? t('team.drillNobody')
      : drill.silent.length === 0
        ? t('team.drillGood')
        : t('team.drillSilent', { count: drill.silent.length });
  const good = drill.done && drill.tested > 0 && drill.silent.length === 0;
  const held = Math.abs(Date.parse(drill.interval_at) - Date.parse(drill.at)) > 60_000;
  return (
    <div className="min-w-0 flex-1">
      <p
        className={`font-medium text-ui ${good ? 'text-live' : drill.done ? 'text-danger' : 'text-ink2'}`}
      >
        {verdict}
      </p>
      <p className="nums text-ink3 text-label">
        {t('team.drillAt', { at: dateTime(drill.at) })}
        {held &&
          ` · ${t('team.drillFor', { at: clockTime(drill.interval_at, property.timezone) })}`}
      </p>
      {drill.silent.length > 0 && (
        <ul className="mt-2 flex flex-col gap-2">
          {drill.silent.map((person) => (
            <Silent key={person.id} person={person} />
          ))}
        </ul>
      )}
    </div>
  );
}

/** Whose devices would not have rung, and what is the matter with each. */
function Silent({ person }: { person: SilentPerson }) {
  const { t } = useTranslation();
  const devices = person.devices.length > 0 ? person.devices : [undefined];
  return (
    <li className="flex flex-col gap-1">
      <span className="flex flex-wrap items-center gap-x-2 text-ui">
        <bdi className="font-medium">{person.name}</bdi>
        {person.rings && <span className="text-ink3 text-label">{t('team.otherRings')}</span>}
      </span>
      {devices.map((device, at) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: two browsers may have one name, and none moves
          key={at}
          className="flex flex-wrap items-center gap-1.5"
        >
          {device && (
            <bdi className="text-ink2 text-label">{device.name || t('profile.unknownDevice')}</bdi>
          )}
          {(device ? device.problems : person.problems).map((code) => (
            <Chip key={code} tone="danger">
              {t(`problem.${code}`, { defaultValue: code })}
            </Chip>
          ))}
        </span>
      ))}
    </li>
  );
}
