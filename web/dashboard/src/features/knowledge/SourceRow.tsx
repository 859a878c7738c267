import { useMutation, useQueryClient } from '@tanstack/react-query';
import { EllipsisVertical, FileText, Globe, Pencil, RefreshCw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/keys';
import { type Source, sourceApi } from '@/api/sources';
import { dateTime, fileSize } from '@/lib/format';
import { Chip, messageOf } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { Menu, MenuItem } from '@/ui/Menu';
import { toast } from '@/ui/toast';
import { Bar } from './Bar';
import { DeleteSource } from './DeleteSource';

const TONES = {
  queued: 'plain',
  running: 'brass',
  stopped: 'note',
  done: 'live',
  failed: 'danger',
} as const;

interface Props {
  property: string;
  source: Source;
  editable: boolean;
  onRead: () => void;
  onChange: () => void;
}

/** One document or website: how far its reading is, what was found, and what waits for approval. */
export function SourceRow({ property, source, editable, onRead, onChange }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (what: 'stop' | 'repeat') => sourceApi.act(property, source.id, what),
    onError: (error) => toast(messageOf(error, t)),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.knowledge(property) }),
  });
  const [leaving, setLeaving] = useState(false);
  const website = source.kind === 'website';
  const runs = source.state === 'running' || source.state === 'queued';
  const { drafts, approved, gone } = source;
  const Icon = website ? Globe : FileText;
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <Icon size={16} strokeWidth={1.5} aria-hidden className="mt-1 shrink-0 text-ink3" />
      <div className="flex min-w-0 flex-1 flex-col gap-1.5">
        <div className="flex flex-wrap items-center gap-2">
          <p dir="auto" className="min-w-0 break-words font-medium text-ui">
            {source.name}
          </p>
          <Chip tone={TONES[source.state]}>{t(`sourceState.${source.state}`)}</Chip>
        </div>
        <p className="break-words text-ink3 text-label">
          <bdi className="break-all">
            {website ? source.address : source.size ? fileSize(source.size) : source.format}
          </bdi>
          {source.ended_at && <> · {t('source.read', { at: dateTime(source.ended_at) })}</>}
          {website && source.every_days ? (
            <> · {t('source.every', { count: source.every_days })}</>
          ) : null}
        </p>
        {runs && source.total > 0 && (
          <Bar
            label={t('source.progress', { done: source.done, all: source.total })}
            share={source.total ? source.done / source.total : 0}
          />
        )}
        {source.failure && (
          <p className="text-danger text-ui">
            <Unread
              why={source.failure}
              code={source.failure_code}
              status={source.failure_status}
            />
          </p>
        )}
        {source.cut && <p className="text-brass text-label">{t('source.cut')}</p>}
        <div className="flex flex-wrap items-center gap-2">
          {(drafts + approved > 0 || source.state === 'done') && (
            <Button size="sm" variant={drafts > 0 ? 'primary' : 'secondary'} onClick={onRead}>
              {drafts > 0
                ? t('source.drafts', { count: drafts })
                : t('source.approved', { count: approved })}
            </Button>
          )}
          {gone > 0 && <Chip tone="brass">{t('source.gone', { count: gone })}</Chip>}
          {editable && runs && (
            <Button size="sm" disabled={act.isPending} onClick={() => act.mutate('stop')}>
              {t('carry.stop')}
            </Button>
          )}
        </div>
        {source.skipped.length > 0 && (
          <details>
            <summary className="cursor-pointer text-ink3 text-label">
              {t('source.skipped', { count: source.skipped_pages })}
            </summary>
            <ul className="mt-1 max-h-48 overflow-y-auto text-label">
              {source.skipped.map(({ address, reason, code, status }) => (
                <li key={address} className="break-words py-0.5">
                  <bdi className="break-all">{address}</bdi>{' '}
                  <span className="text-ink3">
                    <Unread why={reason} code={code} status={status} />
                  </span>
                </li>
              ))}
            </ul>
          </details>
        )}
      </div>
      {editable && (
        <Menu
          trigger={
            <IconButton label={t('entry.more', { question: source.name })}>
              <EllipsisVertical size={15} strokeWidth={1.5} />
            </IconButton>
          }
        >
          {!runs && (
            <MenuItem icon={<RefreshCw size={15} />} onSelect={() => act.mutate('repeat')}>
              {t('source.repeat')}
            </MenuItem>
          )}
          {website && (
            <MenuItem icon={<Pencil size={15} />} onSelect={onChange}>
              {t('source.change')}
            </MenuItem>
          )}
          <MenuItem danger icon={<Trash2 size={15} />} onSelect={() => setLeaving(true)}>
            {t('source.delete')}
          </MenuItem>
        </Menu>
      )}
      {leaving && (
        <DeleteSource property={property} source={source} onClose={() => setLeaving(false)} />
      )}
    </li>
  );
}

interface UnreadProps {
  /** The server's own sentence, in English. */
  why: string;
  code?: Source['failure_code'];
  status?: number;
}

/** Why something is not read. What was left out before there were codes says it in the server's words. */
function Unread({ why, code, status }: UnreadProps) {
  const { t } = useTranslation();
  return <bdi title={why}>{code ? t(`unread.${code}`, { status, defaultValue: why }) : why}</bdi>;
}
