import { useNavigate } from '@tanstack/react-router';
import clsx from 'clsx';
import { BellElectric, Check, DoorOpen } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { Duty } from '@/api/types';
import { dutyLayer } from '@/features/duty/layer';
import { useCheck, useChooseDuty } from '@/features/duty/useDuty';
import { soundState } from '@/features/sound/player';
import { clockTime } from '@/lib/format';
import { useStore } from '@/lib/store';
import { connection } from '@/realtime/connection';
import { Menu, MenuItem, menuRow } from '@/ui/Menu';
import { DutyDot } from './DutyDot';
import { useMe } from './session';

const DUTIES: Duty[] = ['online', 'away', 'dnd'];

/**
 * Whether a ring would find no device of mine, though I am Online: this tab is silent or cut off, and the
 * server knows of no other.
 */
function useUnreachable(): boolean {
  const { duty } = useMe();
  const check = useCheck();
  const sound = useStore(soundState, (state) => state);
  const connected = useStore(connection, (state) => state.connected);
  if (duty !== 'online' || (sound === 'ready' && connected)) return false;
  return check?.why_not.some((code) => code === 'sound' || code === 'device') ?? false;
}

/** What the button says: the duty, that nothing of mine would ring, or until when. */
function useDutyWords(): { text: string; unreachable: boolean } {
  const { duty } = useMe();
  const { t } = useTranslation();
  const unreachable = useUnreachable();
  const until = useCheck()?.until;
  if (unreachable) return { text: t('duty.unreachable'), unreachable };
  if (duty === 'online' && until) {
    return { text: t('duty.onlineUntil', { at: clockTime(until) }), unreachable };
  }
  return { text: t(`duty.${duty}`), unreachable };
}

export function DutyMenu() {
  const { duty } = useMe();
  const { t } = useTranslation();
  const { text, unreachable } = useDutyWords();
  const label = t('duty.status', { duty: text });
  return (
    <Menu
      side="right"
      align="end"
      trigger={
        <button
          type="button"
          aria-label={label}
          title={label}
          className="flex h-10 items-center gap-3 rounded-control text-ink2 text-ui hover:bg-sunken max-xl:w-10 max-xl:justify-center xl:px-3"
        >
          <DutyDot duty={duty} unreachable={unreachable} />
          <span
            className={clsx('one-line font-medium max-xl:hidden', unreachable && 'text-danger')}
          >
            {text}
          </span>
        </button>
      }
    >
      <DutyItems />
    </Menu>
  );
}

export function DutyItems() {
  const { duty } = useMe();
  const choose = useChooseDuty();
  const navigate = useNavigate();
  const { t } = useTranslation();
  return (
    <>
      <DropdownMenu.RadioGroup value={duty}>
        {DUTIES.map((value) => (
          <DropdownMenu.RadioItem
            key={value}
            value={value}
            onSelect={() => choose(value)}
            className={menuRow}
          >
            <DutyDot duty={value} />
            <span className="flex-1">{t(`duty.${value}`)}</span>
            <DropdownMenu.ItemIndicator>
              <Check size={14} strokeWidth={1.5} />
            </DropdownMenu.ItemIndicator>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
      <DropdownMenu.Separator className="my-1 h-px bg-line" />
      <MenuItem
        icon={<BellElectric size={16} strokeWidth={1.5} />}
        onSelect={() => void navigate({ to: '/bell' })}
      >
        {t('nav.bellCheck')}
      </MenuItem>
      <MenuItem
        icon={<DoorOpen size={16} strokeWidth={1.5} className="rtl:-scale-x-100" />}
        onSelect={() => dutyLayer.set('end')}
      >
        {t('duty.endShift')}
      </MenuItem>
    </>
  );
}
