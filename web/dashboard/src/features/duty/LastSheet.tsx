import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { bellApi, type Sheet } from '@/api/bell';
import { keys } from '@/api/keys';
import { dateTime } from '@/lib/format';
import { ErrorCard, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { SheetLines } from './SheetLines';

/** What the shift before left: its note, and who was still held, promised, missed or waiting. */
export function LastSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: keys.shift, queryFn: bellApi.shift });
  const sheet = data?.sheets?.[0];
  return (
    <Dialog
      wide
      title={t('shift.lastTitle')}
      onClose={onClose}
      footer={
        <Button variant="primary" onClick={onClose} autoFocus>
          {t('common.done')}
        </Button>
      }
    >
      {error && !data && <ErrorCard error={error} onRetry={() => void refetch()} />}
      {!data && !error && <SkeletonLines widths={[60, 80, 40]} />}
      {data && !sheet && <p className="text-ink3 text-ui">{t('shift.none')}</p>}
      {sheet && <SheetView sheet={sheet} />}
    </Dialog>
  );
}

function SheetView({ sheet }: { sheet: Sheet }) {
  const { t } = useTranslation();
  const rows = (list: Sheet['held']) =>
    list.map((line) => ({
      id: line.conversation_id,
      property: line.property_id,
      guest: line.guest || t('author.guest'),
      text: line.question,
    }));
  return (
    <>
      <p className="text-ink2 text-ui">
        <bdi className="font-medium text-ink">{sheet.person.name}</bdi>{' '}
        <time dateTime={sheet.at} className="nums">
          {dateTime(sheet.at)}
        </time>
      </p>
      {sheet.note && (
        <p
          dir="auto"
          className="mt-3 whitespace-pre-wrap break-words rounded-card bg-note px-3.5 py-2.5 text-msg text-note-ink"
        >
          {sheet.note}
        </p>
      )}
      <SheetLines title={t('shift.held')} rows={rows(sheet.held)} />
      <SheetLines title={t('shift.promised')} rows={rows(sheet.promised)} />
      <SheetLines title={t('shift.missed')} rows={rows(sheet.missed)} />
      <SheetLines title={t('shift.waiting')} rows={rows(sheet.waiting)} />
    </>
  );
}
