import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { MonitorDot, Smartphone, Users } from 'lucide-react';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bellApi, type Colleague } from '@/api/bell';
import { keys } from '@/api/keys';
import type { Card } from '@/api/types';
import { DutyDot } from '@/app/DutyDot';
import { useKeepCard } from '@/features/wall/useTake';
import { Avatar, ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextArea } from '@/ui/Field';
import { toast } from '@/ui/toast';

const LONGEST = 1000;

/** Offers a conversation to a colleague or to everyone. I keep it until somebody has it. */
export default function TransferDialog({ card, onClose }: { card: Card; onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const keep = useKeepCard();
  const [target, setTarget] = useState('');
  const [note, setNote] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: keys.colleagues(card.id),
    queryFn: () => bellApi.colleagues(card.id),
    staleTime: 5000,
  });
  const colleagues = [...(data?.colleagues ?? [])].sort(
    (a, b) => Number(b.eligible) - Number(a.eligible) || a.name.localeCompare(b.name),
  );
  const settle = (next: Card | undefined) => {
    if (next?.id) keep(next);
    void queries.invalidateQueries({ queryKey: keys.conversation(card.id) });
  };
  const send = useMutation({
    mutationFn: () =>
      bellApi.transfer(card.id, {
        ...(target ? { target } : {}),
        ...(note.trim() ? { note: note.trim() } : {}),
      }),
    onSuccess: (next) => {
      settle(next);
      const name = colleagues.find(({ id }) => id === target)?.name;
      toast(name ? t('transfer.offeredTo', { name }) : t('transfer.offeredToAll'), () => {
        bellApi.takeBack(card.id).then(settle, (failure) => toast(messageOf(failure, t)));
      });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!send.isPending) send.mutate();
  };
  const free = colleagues.filter(({ eligible }) => eligible).length;
  return (
    <Dialog
      title={t('transfer.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form="transfer" variant="primary" disabled={send.isPending}>
            {t('action.transfer')}
          </Button>
        </>
      }
    >
      <form id="transfer" onSubmit={submit} className="flex flex-col gap-4">
        <fieldset className="min-w-0">
          <legend className="mb-1.5 font-medium text-ink2 text-label">{t('transfer.to')}</legend>
          <div className="scroll-y max-h-64 divide-y divide-line rounded-card border border-line">
            <Target
              name={t('transfer.everyone')}
              hint={data ? t('transfer.reachable', { count: free }) : undefined}
              checked={target === ''}
              onChoose={() => setTarget('')}
              icon={
                <span className="inline-flex size-7 items-center justify-center rounded-full bg-sunken text-ink2">
                  <Users size={14} strokeWidth={1.5} aria-hidden />
                </span>
              }
            />
            {!data && !error && (
              <div aria-busy className="p-3">
                <SkeletonLines widths={[60, 50]} />
              </div>
            )}
            {colleagues.map((one) => (
              <Target
                key={one.id}
                name={one.name}
                checked={target === one.id}
                onChoose={() => setTarget(one.id)}
                icon={<Avatar name={one.name} size={28} />}
                dim={!one.eligible}
              >
                <State colleague={one} />
              </Target>
            ))}
          </div>
        </fieldset>
        {error && !data && <ErrorCard error={error} onRetry={() => void refetch()} />}
        <TextArea
          label={t('transfer.note')}
          hint={t('transfer.noteHint')}
          maxLength={LONGEST}
          dir="auto"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        {send.error && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(send.error, t)}
          </p>
        )}
      </form>
    </Dialog>
  );
}

interface TargetProps {
  name: string;
  hint?: string;
  icon: ReactNode;
  checked: boolean;
  dim?: boolean;
  onChoose: () => void;
  children?: ReactNode;
}

function Target({ name, hint, icon, checked, dim, onChoose, children }: TargetProps) {
  return (
    <label
      className={clsx(
        'flex min-h-12 cursor-pointer items-center gap-3 px-3 py-1.5 has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:-outline-offset-2',
        checked ? 'bg-wash' : 'hover:bg-sunken',
      )}
    >
      <input
        type="radio"
        name="target"
        aria-label={name}
        checked={checked}
        onChange={onChoose}
        className="accent-fill"
      />
      {icon}
      <span className="flex min-w-0 flex-1 flex-col">
        <bdi className={clsx('one-line font-medium text-ui', dim && 'text-ink2')}>{name}</bdi>
        {hint && <span className="text-ink3 text-label">{hint}</span>}
        {children}
      </span>
    </label>
  );
}

/** Whether a colleague would hear it, and how much they hold. */
function State({ colleague }: { colleague: Colleague }) {
  const { t } = useTranslation();
  const { duty, reach, held, limit } = colleague;
  const Icon = reach === 'phone' ? Smartphone : MonitorDot;
  return (
    <span className="flex flex-wrap items-center gap-x-2 text-ink3 text-label">
      <span className="inline-flex items-center gap-1.5">
        <DutyDot duty={duty} unreachable={reach === 'none'} />
        {t(reach === 'none' ? 'duty.notReachable' : `duty.${duty}`)}
      </span>
      {reach !== 'none' && (
        <span className="inline-flex items-center gap-1">
          <Icon size={12} strokeWidth={1.5} aria-hidden />
          {t(`reach.${reach}`)}
        </span>
      )}
      <span className="nums">
        {limit > 0 ? t('transfer.load', { held, limit }) : t('transfer.held', { count: held })}
      </span>
    </span>
  );
}
