import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hubApi, type ImportFile } from '@/api/hub';
import { keys } from '@/api/keys';
import { dateTime } from '@/lib/format';
import { Chip, messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Choice } from '@/ui/Field';
import { Bar } from './Bar';

const TONES = {
  checked: 'plain',
  running: 'brass',
  stopped: 'note',
  done: 'live',
  failed: 'danger',
  undoing: 'brass',
  undone: 'plain',
} as const;

/** Whether a server takes the file in, or takes it back. */
export function isWorkedOn({ state }: ImportFile): boolean {
  return state === 'running' || state === 'undoing';
}

/** One file: what is in it, which rows cannot be read, how far it is, and the presses that start, stop, repeat or undo it. */
export function ImportRow({ property, file }: { property: string; file: ImportFile }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [publish, setPublish] = useState<'draft' | 'publish'>('draft');
  const number = (n: number) => new Intl.NumberFormat(i18n.language).format(n);
  const act = useMutation({
    mutationFn: (what: 'start' | 'stop' | 'undo') => {
      if (what === 'stop') return hubApi.stopImport(property, file.id);
      if (what === 'undo') return hubApi.undoImport(property, file.id);
      return hubApi.startImport(property, file.id, {
        rest: file.broken_rows > 0,
        publish: publish === 'publish',
      });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: keys.knowledge(property) }),
  });
  const runs = isWorkedOn(file);
  const back = file.state === 'undoing' || file.state === 'undone';
  const ended = file.state === 'done' || file.state === 'stopped';
  return (
    <li className="flex flex-col gap-2 px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <p dir="auto" className="min-w-0 flex-1 break-words font-medium text-ui">
          {file.name}
        </p>
        <Chip tone={TONES[file.state]}>{t(`importState.${file.state}`)}</Chip>
      </div>
      <p className="nums text-ink3 text-label">
        {dateTime(file.at)} · {t('carry.rows', { count: file.total, n: number(file.total) })}
      </p>
      {file.state === 'running' && (
        <Bar
          label={t('carry.progress', { done: number(file.done), all: number(file.total) })}
          share={file.total ? file.done / file.total : 0}
        />
      )}
      {ended && (
        <p role="status" className="nums text-ui">
          {t('carry.result', {
            added: number(file.added),
            changed: number(file.changed),
            same: number(file.same),
          })}
        </p>
      )}
      {back && (
        <p role="status" className="nums text-ui">
          {t('carry.takenBack', { count: file.taken_back, n: number(file.taken_back) })}
        </p>
      )}
      {back && file.kept > 0 && (
        <p className="text-ui">
          {t('carry.changedSince', { count: file.kept, n: number(file.kept) })}{' '}
          {file.kept_titles.map((title, nth) => (
            <Fragment key={title}>
              {nth > 0 && ' · '}
              <bdi>{title}</bdi>
            </Fragment>
          ))}
          {file.kept > file.kept_titles.length && ' …'}
        </p>
      )}
      {file.failure && <p className="text-danger text-ui">{file.failure}</p>}
      {file.broken_rows > 0 && (
        <details open={file.state === 'checked'}>
          <summary className="cursor-pointer text-danger text-ui">
            {t('carry.broken', { count: file.broken_rows })}
          </summary>
          <ul className="mt-1 max-h-48 overflow-y-auto text-label">
            {file.broken.map(({ row, reason }) => (
              <li key={row} className="py-0.5">
                <span className="nums font-medium">{t('carry.row', { row })}</span>{' '}
                <bdi>{reason}</bdi>
              </li>
            ))}
          </ul>
        </details>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {!runs && file.total > 0 && (
          <Choice
            hideLabel
            label={t('carry.kept')}
            value={publish}
            onChange={setPublish}
            options={[
              { value: 'draft', label: t('carry.asDrafts') },
              { value: 'publish', label: t('entry.publish') },
            ]}
          />
        )}
        {!runs && file.state !== 'checked' && file.state !== 'undone' && (
          <Button size="sm" disabled={act.isPending} onClick={() => act.mutate('undo')}>
            {t('carry.undo')}
          </Button>
        )}
        {runs ? (
          <Button size="sm" disabled={act.isPending} onClick={() => act.mutate('stop')}>
            {t('carry.stop')}
          </Button>
        ) : (
          file.total > 0 && (
            <Button
              size="sm"
              variant={file.state === 'checked' ? 'primary' : 'secondary'}
              disabled={act.isPending}
              onClick={() => act.mutate('start')}
            >
              {t(
                file.state !== 'checked'
                  ? 'carry.again'
                  : file.broken_rows > 0
                    ? 'carry.startRest'
                    : 'carry.start',
              )}
            </Button>
          )
        )}
      </div>
      {act.error && (
        <p role="alert" className="text-danger text-ui">
          {messageOf(act.error, t)}
        </p>
      )}
    </li>
  );
}
