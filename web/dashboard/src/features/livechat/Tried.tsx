import clsx from 'clsx';
import { CircleCheck, CircleX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ChainTest } from '@/api/types';
import { Chip } from '@/ui/Bits';

type Person = NonNullable<ChainTest['people']>[number];

/** What came of trying a step: the server's sentence, or of one that calls people how each of them fared. */
export function Tried({ result }: { result: ChainTest }) {
  const { t } = useTranslation();
  if (!result.people)
    return <span className={result.ok ? 'text-live' : 'text-danger'}>{result.detail}</span>;
  if (result.people.length === 0)
    return <span className="text-danger">{t('liveChat.tried.nobody')}</span>;
  return (
    <ul className="flex flex-col gap-1.5">
      {result.people.map((person) => (
        <One key={person.id} person={person} />
      ))}
    </ul>
  );
}

function One({ person }: { person: Person }) {
  const { t } = useTranslation();
  const Icon = person.heard ? CircleCheck : CircleX;
  const outcome = person.heard ? 'heard' : person.why_not || 'silent';
  return (
    <li className="flex flex-col gap-1">
      <span
        className={clsx('flex items-center gap-1.5', person.heard ? 'text-live' : 'text-danger')}
      >
        <Icon size={14} strokeWidth={1.75} aria-hidden className="shrink-0" />
        <span className="min-w-0">
          <bdi className="font-medium">{person.name}</bdi>: {t(`liveChat.tried.${outcome}`)}
        </span>
      </span>
      {person.silent.map((device, at) => (
        <span
          // biome-ignore lint/suspicious/noArrayIndexKey: two browsers may have one name, and none moves
          key={at}
          className="flex flex-wrap items-center gap-1.5 ps-5"
        >
          <bdi className="text-ink2">{device.name || t('profile.unknownDevice')}</bdi>
          {device.problems.map((code) => (
            <Chip key={code} tone="danger">
              {t(`problem.${code}`, { defaultValue: code })}
            </Chip>
          ))}
        </span>
      ))}
    </li>
  );
}
