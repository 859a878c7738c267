import clsx from 'clsx';
import { ChevronDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { Button } from '@/ui/Button';
import { Menu, MenuItem } from '@/ui/Menu';
import type { Seen } from './board';
import type { useAnswer } from './useAnswer';

/** The usual promise, and the others in the menu beside it. */
const USUAL = 3;
const MINUTES = [1, 2, 5, 10, 15];

interface Props {
  ring: Seen;
  answer: ReturnType<typeof useAnswer>;
  /** Shows the key beside Accept: on the row that the key would accept. */
  keyed?: boolean;
}

/** The answers to a ring, by its kind: an alarm is only confirmed, a look confirmed or taken, and only a person's wish can be promised. */
export function RingButtons({ ring, answer, keyed }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  if (ring.kind === 'alarm') {
    return (
      <Button variant="primary" onClick={answer.confirmAlarm} disabled={answer.busy}>
        {t('ring.confirmAlarm')}
      </Button>
    );
  }
  if (ring.kind === 'attention') {
    return (
      <>
        <Button
          variant="primary"
          data-action="accept"
          onClick={answer.accept}
          disabled={answer.busy && !answer.accepting}
          className="max-sm:grow"
        >
          {t(answer.accepting ? 'action.taking' : 'action.takeControl')}
        </Button>
        <Button
          variant="ghost"
          onClick={answer.confirmAlarm}
          disabled={answer.busy}
          className="max-sm:grow"
        >
          {t('ring.confirmAlarm')}
        </Button>
      </>
    );
  }
  const ringing = ring.state === 'ringing';
  const promisable = ringing && ring.kind === 'person';
  const mine = ring.state === 'promised' && ring.promised_by?.id === me.id;
  return (
    <>
      <Button
        variant="primary"
        data-action="accept"
        onClick={answer.accept}
        disabled={answer.busy && !answer.accepting}
        className={clsx('max-sm:grow', promisable && 'max-sm:basis-full')}
      >
        {t(answer.accepting ? 'ring.accepting' : 'ring.accept')}
        {keyed && (
          <kbd
            aria-hidden
            className="rounded-chip border border-white/40 px-1 font-normal font-sans text-meta leading-4 max-sm:hidden"
          >
            A
          </kbd>
        )}
      </Button>
      {promisable && (
        <span className="inline-flex max-sm:grow">
          <Button
            className="rounded-e-none! max-sm:grow"
            onClick={() => answer.promise(USUAL)}
            disabled={answer.busy}
          >
            {t('ring.in', { count: USUAL })}
          </Button>
          <Menu
            side="top"
            trigger={
              <Button
                aria-label={t('ring.otherTime')}
                title={t('ring.otherTime')}
                disabled={answer.busy}
                className="-ms-px rounded-s-none! px-1.5! max-sm:min-w-11"
              >
                <ChevronDown size={14} strokeWidth={1.5} aria-hidden />
              </Button>
            }
          >
            {MINUTES.map((minutes) => (
              <MenuItem key={minutes} onSelect={() => answer.promise(minutes)}>
                {t('ring.in', { count: minutes })}
              </MenuItem>
            ))}
          </Menu>
        </span>
      )}
      {((ringing && ring.for_me) || mine) && !ring.declined && (
        <Button
          variant="ghost"
          onClick={answer.cannotNow}
          disabled={answer.busy}
          className="max-sm:grow"
        >
          {t('ring.cannotNow')}
        </Button>
      )}
    </>
  );
}
