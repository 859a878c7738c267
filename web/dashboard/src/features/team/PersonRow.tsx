import clsx from 'clsx';
import { useTranslation } from 'react-i18next';
import type { Person } from '@/api/types';
import { DutyDot } from '@/app/DutyMenu';
import { useMe } from '@/app/session';
import { dateTime } from '@/lib/format';
import { Avatar, Chip, PropertyTag } from '@/ui/Bits';

export function PersonRow({ person, onOpen }: { person: Person; onOpen: () => void }) {
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
        <span className="flex items-center gap-2">
          {places.map((property) => (
            <PropertyTag key={property.id} property={property} />
          ))}
          <Chip>{t(`role.${person.role}`)}</Chip>
        </span>
        <Whereabouts person={person} />
      </button>
    </li>
  );
}

/** What somebody says about being at work holds only while they are there; else, when they last were. */
function Whereabouts({ person }: { person: Person }) {
  const { t } = useTranslation();
  const here = person.reach !== 'none';
  return (
    <span className="ms-auto flex flex-col items-end text-ink3 text-label sm:w-40">
      {person.active && (
        <span className={clsx('flex items-center gap-2', here && 'text-ink2')}>
          {here ? (
            <DutyDot duty={person.duty} />
          ) : (
            <span aria-hidden className="size-2.5 shrink-0 rounded-full border-2 border-line" />
          )}
          {t(here ? `duty.${person.duty}` : 'team.notHere')}
        </span>
      )}
      {!here && <span>{person.last_seen ? dateTime(person.last_seen) : t('team.neverSeen')}</span>}
    </span>
  );
}
