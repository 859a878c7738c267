import { BellOff, MonitorDot, Smartphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Hearer } from '@/api/bell';
import type { Person } from '@/api/types';
import { DutyDot } from '@/app/DutyDot';
import { useMe } from '@/app/session';
import { clockTime, dateTime } from '@/lib/format';
import { Avatar, Chip, PropertyTag } from '@/ui/Bits';

interface Props {
  person: Person;
  /** What the bell knows of them; absent for who answers no guests. */
  hearer: Hearer | undefined;
  onOpen: () => void;
}

export function PersonRow({ person, hearer, onOpen }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const places = me.properties.filter(({ id }) => person.properties?.includes(id));
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="flex min-h-14 w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-start outline-offset-[-2px] hover:bg-sunken"
      >
        <Avatar name={person.name || person.email} size={30} />
        <span className="flex min-w-0 flex-1 basis-44 flex-col">
          <span className="flex items-center gap-2 font-medium text-ui">
            <bdi className="one-line">{person.name || person.email}</bdi>
            {person.id === me.id && <span className="font-normal text-ink3">{t('team.you')}</span>}
            {!person.active && <Chip tone="danger">{t('team.inactive')}</Chip>}
          </span>
          <span className="one-line text-ink3 text-label">{person.email}</span>
        </span>
        <span className="flex items-center gap-2 max-sm:ps-[42px]">
          {places.map((property) => (
            <PropertyTag key={property.id} property={property} />
          ))}
          <Chip>{t(`role.${person.role}`)}</Chip>
        </span>
        <Whereabouts person={person} hearer={hearer} />
      </button>
    </li>
  );
}

/** What somebody says about being at work, whether a ring would be heard, and if not, why. */
function Whereabouts({ person, hearer }: { person: Person; hearer: Hearer | undefined }) {
  const { t } = useTranslation();
  if (!person.active || !hearer) return <LastSeen person={person} />;
  const { duty, until, idle, reach, would_ring: hears } = hearer;
  const Icon = reach === 'phone' ? Smartphone : MonitorDot;
  const words = [
    t(reach === 'none' && duty === 'online' ? 'duty.notReachable' : `duty.${duty}`),
    duty === 'online' && until ? t('team.until', { at: clockTime(until) }) : undefined,
    idle && duty === 'online' ? t('team.idle') : undefined,
  ];
  const reasons = (hearer.why_not ?? []).filter((code) => code !== duty);
  return (
    <span className="ms-auto flex min-w-0 flex-col items-start gap-0.5 text-label max-sm:w-full max-sm:ps-[42px] sm:w-52">
      <span className="nums flex items-center gap-2 text-ink2">
        <DutyDot duty={duty} unreachable={reach === 'none' && duty === 'online'} />
        {words.filter(Boolean).join(' · ')}
      </span>
      {hears ? (
        <span className="flex items-center gap-1.5 font-medium text-live">
          <Icon size={13} strokeWidth={1.75} aria-hidden className="shrink-0" />
          {t('team.hears')}
        </span>
      ) : (
        <span className="flex items-center gap-1.5 text-danger">
          <BellOff size={13} strokeWidth={1.75} aria-hidden className="shrink-0" />
          {reasons.length > 0
            ? reasons.map((code) => t(`why.${code}`, { defaultValue: code })).join(' · ')
            : t('team.hearsNot')}
        </span>
      )}
    </span>
  );
}

function LastSeen({ person }: { person: Person }) {
  const { t } = useTranslation();
  return (
    <span className="ms-auto flex flex-col items-start text-ink3 text-label max-sm:w-full max-sm:ps-[42px] sm:w-52">
      {person.last_seen ? dateTime(person.last_seen) : t('team.neverSeen')}
    </span>
  );
}
