import { useMutation } from '@tanstack/react-query';
import clsx from 'clsx';
import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import type { Duty } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Menu, menuRow } from '@/ui/Menu';
import { toast } from '@/ui/toast';
import { keepMe, useMe } from './session';

const DUTIES: Duty[] = ['online', 'away', 'dnd'];

const DOTS: Record<Duty, string> = {
  online: 'bg-live',
  away: 'border-2 border-brass',
  dnd: 'bg-danger rounded-[3px]',
};

/** A dot for a duty: filled, ring or square, so that the form says it as well as the colour. */
export function DutyDot({ duty }: { duty: Duty }) {
  return <span aria-hidden className={clsx('size-2.5 shrink-0 rounded-full', DOTS[duty])} />;
}

/** Changes what I say about my duty; shown at once, put back where the server refuses. */
export function useDuty(): (duty: Duty) => void {
  const me = useMe();
  const { t } = useTranslation();
  const change = useMutation({
    mutationFn: (duty: Duty) => api.setDuty(duty),
    onMutate: (duty) => keepMe({ ...me, duty }),
    onError: (error) => {
      keepMe(me);
      toast(messageOf(error, t));
    },
  });
  return change.mutate;
}

export function DutyMenu() {
  const { duty } = useMe();
  const { t } = useTranslation();
  const label = t('duty.status', { duty: t(`duty.${duty}`) });
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
          <DutyDot duty={duty} />
          <span className="one-line font-medium max-xl:hidden">{t(`duty.${duty}`)}</span>
        </button>
      }
    >
      <DutyItems />
    </Menu>
  );
}

export function DutyItems() {
  const { duty } = useMe();
  const setDuty = useDuty();
  const { t } = useTranslation();
  return (
    <DropdownMenu.RadioGroup value={duty} onValueChange={(value) => setDuty(value as Duty)}>
      {DUTIES.map((value) => (
        <DropdownMenu.RadioItem key={value} value={value} className={menuRow}>
          <DutyDot duty={value} />
          <span className="flex-1">{t(`duty.${value}`)}</span>
          <DropdownMenu.ItemIndicator>
            <Check size={14} strokeWidth={1.5} />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
