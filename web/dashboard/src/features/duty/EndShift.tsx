import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bellApi, type Shift } from '@/api/bell';
import { keys } from '@/api/keys';
import { signOut } from '@/app/session';
import { ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextArea } from '@/ui/Field';
import { SheetLines, type SheetRow } from './SheetLines';

const LONGEST = 2000;

/** Ends my shift: what I hold and promised goes to the others, and the next one reads what I leave. */
export function EndShift({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [note, setNote] = useState('');
  const { data, error, refetch } = useQuery({
    queryKey: keys.shift,
    queryFn: bellApi.shift,
    staleTime: 0,
  });
  const end = useMutation({
    mutationFn: () => bellApi.endShift(note.trim()),
    onSuccess: () => {
      for (const queryKey of [keys.me, keys.mine, keys.check, keys.shift]) {
        void queries.invalidateQueries({ queryKey });
      }
    },
  });
  if (end.data) {
    return (
      <Dialog
        title={t('shift.ended')}
        onClose={onClose}
        footer={
          <>
            <Button onClick={() => void signOut()}>{t('account.signOut')}</Button>
            <Button variant="primary" onClick={onClose} autoFocus>
              {t('common.done')}
            </Button>
          </>
        }
      >
        <p className="text-ink2 text-ui">{t('shift.endedBody')}</p>
      </Dialog>
    );
  }
  return (
    <Dialog
      wide
      title={t('shift.title')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={end.isPending || !data} onClick={() => end.mutate()}>
            {t('duty.endShift')}
          </Button>
        </>
      }
    >
      <p className="text-ink2 text-ui">{t('shift.body')}</p>
      {error && !data && <ErrorCard error={error} onRetry={() => void refetch()} />}
      {!data && !error && (
        <div aria-busy className="py-4">
          <SkeletonLines widths={[50, 80, 64]} />
        </div>
      )}
      {data && <Parts shift={data} />}
      <div className="mt-4">
        <TextArea
          label={t('shift.note')}
          hint={t('shift.noteHint')}
          maxLength={LONGEST}
          dir="auto"
          data-autofocus
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
      </div>
      {end.error && (
        <p role="alert" className="mt-3 text-danger text-ui">
          {messageOf(end.error, t)}
        </p>
      )}
    </Dialog>
  );
}

function Parts({ shift }: { shift: Shift }) {
  const { t } = useTranslation();
  const label = useLabel();
  const cards = (list: Shift['held']): SheetRow[] =>
    list.map((card) => ({
      id: card.id,
      property: card.property_id,
      guest: label(card.guest),
      text: card.last?.findLast(({ author }) => author.kind === 'guest')?.text,
    }));
  const rings = (list: Shift['missed']): SheetRow[] =>
    list.map((ring) => ({
      id: ring.id,
      property: ring.property_id ?? '',
      guest: label(ring.guest),
      text: ring.question,
    }));
  const parts: [name: string, rows: SheetRow[]][] = [
    ['shift.heldByYou', cards(shift.held)],
    ['shift.promised', cards(shift.promised)],
    ['shift.missed', rings(shift.missed)],
    ['shift.waiting', rings(shift.waiting)],
  ];
  if (parts.every(([, rows]) => rows.length === 0)) {
    return <p className="mt-4 text-ink3 text-ui">{t('shift.nothing')}</p>;
  }
  return parts.map(([name, rows]) => <SheetLines key={name} title={t(name)} rows={rows} />);
}

function useLabel() {
  const { t } = useTranslation();
  return ({ id, name }: { id?: string; name?: string }) =>
    name || t('guest.anonymous', { tail: (id ?? '').slice(-4).toUpperCase() });
}
