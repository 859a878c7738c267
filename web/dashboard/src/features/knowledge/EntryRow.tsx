import { useMutation, useQueryClient } from '@tanstack/react-query';
import { EllipsisVertical, EyeOff, Pencil, Send, Trash2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type HubEntry, hubApi } from '@/api/hub';
import { keys } from '@/api/keys';
import { languageName } from '@/lib/format';
import { Chip, messageOf } from '@/ui/Bits';
import { IconButton } from '@/ui/Button';
import { Menu, MenuItem } from '@/ui/Menu';
import { toast } from '@/ui/toast';

interface Props {
  property: string;
  entry: HubEntry;
  editable: boolean;
  onEdit: () => void;
}

/** An entry as guests are told it, or as it is drafted, and what one can do with it. */
export function EntryRow({ property, entry, editable, onEdit }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: keys.knowledge(property) });
  const act = useMutation({
    mutationFn: (what: 'publish' | 'withdraw' | 'discard') =>
      hubApi.actOnEntry(property, entry.id, what, entry.rev),
    onSuccess: async (_saved, what) => {
      toast(t(`entryDone.${what}`));
      await refresh();
    },
    onError: (error) => {
      toast(messageOf(error, t));
      refresh();
    },
  });
  const remove = useMutation({
    mutationFn: () => hubApi.deleteEntry(property, entry.id),
    onSuccess: async () => {
      const [last] = (await hubApi.history(property, { kind: 'entry', subject: entry.id })).changes;
      toast(
        t('knowledge.deleted'),
        last && (() => hubApi.undo(property, last.n).then(refresh, (e) => toast(messageOf(e, t)))),
      );
      await refresh();
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  const shown = entry.state === 'draft' && entry.draft ? entry.draft : entry;
  const [first = '', ...more] = shown.questions;
  const { valid_from: from, valid_until: until } = shown;
  return (
    <li className="flex gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p dir="auto" className="font-medium text-ui">
          {first}
          {more.length > 0 && (
            <span className="ms-2 font-normal text-ink3">
              {t('knowledge.moreWays', { count: more.length })}
            </span>
          )}
        </p>
        <p dir="auto" className="line-clamp-3 whitespace-pre-wrap text-ink2 text-ui">
          {shown.answer || t('knowledge.noAnswer')}
        </p>
        <div className="mt-1.5 flex flex-wrap gap-1.5">
          {entry.state === 'draft' && <Chip tone="brass">{t('entryState.hidden')}</Chip>}
          {entry.state === 'live' && entry.draft && (
            <Chip tone="note">{t('entryState.changed')}</Chip>
          )}
          {[shown.language, ...shown.versions.map(({ language }) => language)].map((code) => (
            <Chip key={code}>{languageName(code)}</Chip>
          ))}
          {(from || until) && (
            <Chip>
              <bdi>{[from, until].map((day) => day || '…').join(' – ')}</bdi>
            </Chip>
          )}
          {shown.booked_only && <Chip tone="accent">{t('knowledge.bookedOnly')}</Chip>}
        </div>
      </div>
      {editable && (
        <div className="flex shrink-0 items-start">
          <IconButton label={t('knowledge.edit', { question: first })} onClick={onEdit}>
            <Pencil size={15} strokeWidth={1.5} />
          </IconButton>
          <Menu
            trigger={
              <IconButton label={t('entry.more', { question: first })}>
                <EllipsisVertical size={15} strokeWidth={1.5} />
              </IconButton>
            }
          >
            {entry.draft && (
              <MenuItem icon={<Send size={15} />} onSelect={() => act.mutate('publish')}>
                {t('entry.publish')}
              </MenuItem>
            )}
            {entry.state === 'live' && entry.draft && (
              <MenuItem icon={<Undo2 size={15} />} onSelect={() => act.mutate('discard')}>
                {t('entry.discard')}
              </MenuItem>
            )}
            {entry.state === 'live' && (
              <MenuItem icon={<EyeOff size={15} />} onSelect={() => act.mutate('withdraw')}>
                {t('entry.withdraw')}
              </MenuItem>
            )}
            <MenuItem danger icon={<Trash2 size={15} />} onSelect={() => remove.mutate()}>
              {t('entry.delete')}
            </MenuItem>
          </Menu>
        </div>
      )}
    </li>
  );
}
