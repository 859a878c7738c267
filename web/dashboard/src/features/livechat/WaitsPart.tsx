import { useTranslation } from 'react-i18next';
import type { Service } from '@/api/types';
import { lengthOf } from '@/lib/format';
import { Section } from '@/ui/Bits';
import { Toggle } from '@/ui/Field';
import { NumberField } from './Fields';
import type { ScopedPart } from './shape';

/** How long a guest waits, what happens meanwhile, and when an agent who does not answer is reminded and relieved. */
export function WaitsPart({ values, service, set, at, wrong }: ScopedPart) {
  const { t } = useTranslation();
  const field = (name: keyof Service, limit: string) => ({
    min: values.limits[limit]?.min ?? 0,
    max: values.limits[limit]?.max ?? 0,
    value: service[name] as number,
    error: wrong(`${at}.${name}`),
    onChange: (value: number) => set({ [name]: value }),
  });
  const first = service.first_wait_seconds;
  const both = first + service.second_wait_seconds;
  return (
    <>
      <Section title={t('liveChat.waits')} hint={t('liveChat.waitsHint')}>
        <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
          <NumberField
            label={t('liveChat.firstWait')}
            unit={t('liveChat.seconds')}
            {...field('first_wait_seconds', 'wait_seconds')}
          />
          <NumberField
            label={t('liveChat.secondWait')}
            unit={t('liveChat.seconds')}
            {...field('second_wait_seconds', 'wait_seconds')}
          />
        </div>
        <Course
          label={t('liveChat.waitCourse')}
          moments={[
            [lengthOf(0, 'second'), t('liveChat.course.asks')],
            [span(first), t('liveChat.course.still')],
            [span(both), t('liveChat.course.offer')],
          ]}
        />
        <Toggle
          label={t('liveChat.helps')}
          hint={t('liveChat.helpsHint')}
          checked={service.helps_while_waiting}
          onChange={(helps_while_waiting) => set({ helps_while_waiting })}
        />
      </Section>
      <Section title={t('liveChat.agents')} hint={t('liveChat.agentsHint')}>
        <div className="grid grid-cols-2 items-start gap-4 max-sm:grid-cols-1">
          <NumberField
            label={t('liveChat.reminder')}
            unit={t('liveChat.minutes')}
            {...field('reminder_minutes', 'reminder_minutes')}
          />
          <NumberField
            label={t('liveChat.relief')}
            unit={t('liveChat.minutes')}
            {...field('relief_minutes', 'reminder_minutes')}
          />
        </div>
        <Course
          label={t('liveChat.agentCourse')}
          moments={[
            [lengthOf(0, 'minute'), t('liveChat.course.writes')],
            [
              span(service.reminder_minutes * 60),
              t(service.quiet_reminder ? 'liveChat.course.quiet' : 'liveChat.course.reminded'),
            ],
            [span(service.relief_minutes * 60), t('liveChat.course.relieved')],
          ]}
        />
        <Toggle
          label={t('liveChat.reminderSound')}
          hint={t('liveChat.reminderSoundHint')}
          checked={!service.quiet_reminder}
          onChange={(sound) => set({ quiet_reminder: !sound })}
        />
        <div className="max-w-[220px]">
          <NumberField
            label={t('liveChat.held')}
            unit={t('liveChat.chats')}
            hint={t('liveChat.heldHint')}
            {...field('held_limit', 'held_limit')}
          />
        </div>
      </Section>
    </>
  );
}

function span(seconds: number): string {
  if (Number.isNaN(seconds)) return '–';
  return seconds >= 120 && seconds % 60 === 0
    ? lengthOf(seconds / 60, 'minute')
    : lengthOf(seconds, 'second');
}

/** What happens one after the other, each with its time. */
function Course({ label, moments }: { label: string; moments: [when: string, what: string][] }) {
  return (
    <ol
      aria-label={label}
      className="flex flex-col rounded-card border border-line bg-surface px-3.5 py-3"
    >
      {moments.map(([when, what], nth) => (
        <li
          key={what}
          className="relative flex gap-3 pb-3 last:pb-0 [&:not(:last-child)]:before:absolute [&:not(:last-child)]:before:inset-y-2.5 [&:not(:last-child)]:before:start-[3.5px] [&:not(:last-child)]:before:-bottom-2.5 [&:not(:last-child)]:before:w-px [&:not(:last-child)]:before:bg-brass"
        >
          <span
            aria-hidden
            className={`relative mt-[6px] size-2 shrink-0 rounded-full ${nth === moments.length - 1 ? 'bg-danger' : 'bg-brass'}`}
          />
          <span className="nums w-16 shrink-0 font-medium text-ui">{when}</span>
          <span className="min-w-0 text-ink2 text-ui">{what}</span>
        </li>
      ))}
    </ol>
  );
}
