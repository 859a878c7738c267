import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bellApi } from '@/api/bell';
import { keys } from '@/api/keys';
import { clockTime, dayName } from '@/lib/format';
import { local } from '@/lib/storage';
import { Button, IconButton } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { toast } from '@/ui/toast';
import { endSuggestions, parseEnd } from './ends';
import { dutyLayer } from './layer';
import { useDuty } from './useDuty';

const LAST = 'shiftEnd';

/** Going Online asks until when. It stands beside the page and stops nothing: who does not answer is Online. */
export function UntilPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('duty.untilTitle')} onClose={onClose}>
      <Ends onDone={onClose} />
      <Left />
    </Panel>
  );
}

/** The time that I had given is over: the server set me Away, and I may say otherwise. */
export function OverPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('duty.overTitle')} onClose={onClose}>
      <p className="text-ink2 text-ui">{t('duty.overBody')}</p>
      <Ends onDone={onClose} />
      <Button className="self-start" onClick={() => dutyLayer.set('end')}>
        {t('duty.endShift')}
      </Button>
    </Panel>
  );
}

function Panel({
  title,
  onClose,
  children,
}: {
  title: string;
  onClose: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  const panel = useRef<HTMLElement>(null);
  useEffect(() => {
    // After the menu has given the focus back to its button.
    const timer = setTimeout(
      () => panel.current?.querySelector<HTMLElement>('[data-ends] button')?.focus(),
      60,
    );
    return () => clearTimeout(timer);
  }, []);
  return (
    <section
      ref={panel}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
      className="layer-in fixed bottom-4 z-40 flex w-[340px] max-w-[calc(100vw-16px)] flex-col gap-3 rounded-card border border-line bg-raised p-4 shadow-float max-sm:inset-x-2 max-sm:bottom-16 max-sm:w-auto sm:start-16 xl:start-56"
    >
      <header className="flex items-center gap-2">
        <h2 className="flex-1 font-semibold text-msg">{title}</h2>
        <IconButton label={t('common.close')} onClick={onClose} className="-my-2 -me-2 order-last">
          <X size={16} strokeWidth={1.5} />
        </IconButton>
      </header>
      {children}
    </section>
  );
}

function Ends({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const setDuty = useDuty();
  const [now] = useState(() => new Date());
  const [own, setOwn] = useState('');
  const choose = (at: Date | undefined) => {
    if (at) local.set(LAST, clockTime(at.getTime()).padStart(5, '0'));
    setDuty('online', at?.toISOString());
    toast(at ? t('duty.untilSet', { at: clockTime(at.getTime()) }) : t('duty.untilOpen'));
    onDone();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const at = parseEnd(own, now);
    if (at) choose(at);
  };
  return (
    <>
      <div data-ends className="flex flex-wrap gap-1.5">
        {endSuggestions(now, local.get(LAST)).map((at) => (
          <Button
            key={at.getTime()}
            onClick={() => choose(at)}
            title={dayName(at.toISOString(), now.getTime())}
          >
            <span className="nums">{clockTime(at.getTime())}</span>
          </Button>
        ))}
        <Button variant="ghost" onClick={() => choose(undefined)}>
          {t('duty.noEnd')}
        </Button>
      </div>
      <form onSubmit={submit} className="flex items-end gap-2">
        <TextField
          label={t('duty.otherEnd')}
          type="time"
          value={own}
          onChange={(event) => setOwn(event.target.value)}
        />
        <Button type="submit" disabled={!own} className="h-9!">
          {t('common.done')}
        </Button>
      </form>
    </>
  );
}

/** What the one before me left, if anybody did. */
function Left() {
  const { t } = useTranslation();
  const { data } = useQuery({ queryKey: keys.shift, queryFn: bellApi.shift });
  const sheet = data?.sheets?.[0];
  if (!sheet) return null;
  return (
    <div className="flex items-center gap-2 border-line border-t pt-3">
      <p className="min-w-0 flex-1 text-ink2 text-ui">
        {t('shift.leftBy', { name: sheet.person.name, at: clockTime(sheet.at) })}
      </p>
      <Button size="sm" onClick={() => dutyLayer.set('sheet')}>
        {t('shift.read')}
      </Button>
    </div>
  );
}
