import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Service } from '@/api/types';
import { serverNow } from '@/lib/clock';
import { Button, IconButton } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { DayField } from './HoursGrid';
import { clock, readTime } from './hours';
import type { Part } from './shape';

type Exception = Service['hours']['exceptions'][number];

interface Props extends Pick<Part, 'wrong' | 'unread'> {
  at: string;
  exceptions: Exception[];
  disabled: boolean;
  onChange: (exceptions: Exception[]) => void;
}

/** The days on which other hours count: holidays, closures, a busy weekend. */
export function Exceptions({ at, exceptions, disabled, onChange, wrong, unread }: Props) {
  const { t } = useTranslation();
  const put = (nth: number, part: Partial<Exception>) =>
    onChange(exceptions.map((old, at) => (at === nth ? { ...old, ...part } : old)));
  const today = new Date(serverNow()).toISOString().slice(0, 10);
  return (
    <div className="flex flex-col gap-3">
      {exceptions.length === 0 && <p className="text-ink3 text-ui">{t('liveChat.noExceptions')}</p>}
      {exceptions.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {exceptions.map((exception, nth) => {
            const place = `${at}[${nth}]`;
            const refused = exception.intervals
              .flatMap((_, n) =>
                ['from', 'to'].map((end) => wrong(`${place}.intervals[${n}].${end}`)),
              )
              .find(Boolean);
            return (
              <li
                // biome-ignore lint/suspicious/noArrayIndexKey: an exception has no name of its own
                key={nth}
                className="grid grid-cols-2 items-start gap-x-3 gap-y-2 px-3.5 py-3 md:grid-cols-[minmax(0,1fr)_140px_140px_32px]"
              >
                <div className="max-md:col-span-2">
                  <TextField
                    label={t('liveChat.exceptionName')}
                    placeholder={t('liveChat.exceptionExample')}
                    maxLength={80}
                    value={exception.name}
                    onChange={(event) => put(nth, { name: event.target.value })}
                  />
                </div>
                <TextField
                  label={t('liveChat.firstDay')}
                  type="date"
                  required
                  value={exception.first}
                  error={wrong(`${place}.first`)}
                  onChange={(event) => {
                    const first = event.target.value;
                    // The last day follows as long as it is the same, which it is for most.
                    const follows = exception.last === exception.first || exception.last < first;
                    put(nth, follows ? { first, last: first } : { first });
                  }}
                />
                <TextField
                  label={t('liveChat.lastDay')}
                  type="date"
                  required
                  min={exception.first}
                  value={exception.last}
                  error={wrong(`${place}.last`)}
                  onChange={(event) => put(nth, { last: event.target.value })}
                />
                <IconButton
                  label={t('liveChat.removeException', { name: exception.name || exception.first })}
                  className="mt-[18px] max-md:order-last max-md:col-start-2 max-md:justify-self-end"
                  disabled={disabled}
                  onClick={() => {
                    unread(`${place}.intervals`, undefined);
                    onChange(exceptions.filter((_, at) => at !== nth));
                  }}
                >
                  <X size={15} strokeWidth={1.5} />
                </IconButton>
                <div className="max-md:col-span-2 md:col-span-1">
                  <DayField
                    showLabel
                    label={t('liveChat.exceptionHours')}
                    disabled={disabled}
                    spans={exception.intervals.map(({ from, to }) => ({
                      from: readTime(from) ?? 0,
                      to: readTime(to) ?? 0,
                    }))}
                    error={wrong(`${place}.intervals`) ?? refused}
                    onRead={(spans) => {
                      unread(`${place}.intervals`, undefined);
                      put(nth, {
                        intervals: spans.map(({ from, to }) => ({
                          from: clock(from),
                          to: clock(to),
                        })),
                      });
                    }}
                    onUnread={(message) => unread(`${place}.intervals`, message)}
                  />
                </div>
                <label className="flex min-h-9 items-center gap-2 self-end text-ui md:col-span-2">
                  <input
                    type="checkbox"
                    className="size-4 accent-fill"
                    checked={exception.yearly}
                    onChange={(event) => put(nth, { yearly: event.target.checked })}
                  />
                  {t('liveChat.yearly')}
                </label>
              </li>
            );
          })}
        </ul>
      )}
      <Button
        className="self-start"
        disabled={disabled}
        onClick={() =>
          onChange([
            ...exceptions,
            { name: '', first: today, last: today, yearly: false, intervals: [] },
          ])
        }
      >
        <Plus size={14} strokeWidth={2} aria-hidden />
        {t('liveChat.addException')}
      </Button>
    </div>
  );
}
