import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Plus, TextQuote, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Shortcut } from '@/api/types';
import { useProperty } from '@/app/session';
import { languageName } from '@/lib/format';
import { Chip, Empty, ErrorCard, messageOf, PageHead, PropertyTag, SkeletonLines } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { toast } from '@/ui/toast';
import { ShortcutDialog } from './ShortcutDialog';

/** Prepared replies: mine, and those the desk shares. A `/` in a message box finds them. */
export default function Shortcuts() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: keys.shortcuts, queryFn: api.shortcuts });
  const [open, setOpen] = useState<Shortcut | 'new'>();
  const list = [...(data?.shortcuts ?? [])].sort((a, b) => a.name.localeCompare(b.name));
  const add = (
    <Button variant="primary" onClick={() => setOpen('new')}>
      <Plus size={14} strokeWidth={2} aria-hidden />
      {t('shortcuts.add')}
    </Button>
  );
  return (
    <>
      <PageHead title={t('shortcuts.title')}>{add}</PageHead>
      <div className="scroll-y min-h-0 flex-1">
        <div className="mx-auto max-w-[860px] p-5 max-sm:p-4">
          {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
          {!data && !error && <SkeletonLines widths={[60, 70, 50]} />}
          {data && list.length === 0 && (
            <Empty
              icon={<TextQuote size={22} strokeWidth={1.5} />}
              title={t('shortcuts.emptyTitle')}
            >
              {t('shortcuts.emptyBody')}
            </Empty>
          )}
          {list.length > 0 && (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {list.map((shortcut) => (
                <Row key={shortcut.id} shortcut={shortcut} onEdit={() => setOpen(shortcut)} />
              ))}
            </ul>
          )}
        </div>
      </div>
      {open && (
        <ShortcutDialog
          shortcut={open === 'new' ? undefined : open}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function Row({ shortcut, onEdit }: { shortcut: Shortcut; onEdit: () => void }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const property = useProperty(shortcut.property_id);
  const refresh = () => queries.invalidateQueries({ queryKey: keys.shortcuts });
  const restore = () => {
    const { id: _id, ...again } = shortcut;
    api.createShortcut(again).then(refresh, (failure) => toast(messageOf(failure, t)));
  };
  const remove = useMutation({
    mutationFn: () => api.deleteShortcut(shortcut.id),
    onSuccess: async () => {
      await refresh();
      toast(t('shortcuts.deleted'), restore);
    },
    onError: (failure) => toast(messageOf(failure, t)),
  });
  return (
    <li className="flex gap-3 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-2 font-medium text-ui">
          /{shortcut.name}
          <Chip>{t(`shortcuts.${shortcut.scope}`)}</Chip>
          <PropertyTag property={property} />
          {shortcut.language && <Chip>{languageName(shortcut.language)}</Chip>}
        </p>
        <p dir="auto" className="line-clamp-2 whitespace-pre-wrap text-ink2 text-ui">
          {shortcut.text}
        </p>
      </div>
      <div className="flex shrink-0 items-start">
        <IconButton label={t('shortcuts.edit', { name: shortcut.name })} onClick={onEdit}>
          <Pencil size={15} strokeWidth={1.5} />
        </IconButton>
        <IconButton
          label={t('shortcuts.delete', { name: shortcut.name })}
          disabled={remove.isPending}
          onClick={() => remove.mutate()}
        >
          <Trash2 size={15} strokeWidth={1.5} />
        </IconButton>
      </div>
    </li>
  );
}
