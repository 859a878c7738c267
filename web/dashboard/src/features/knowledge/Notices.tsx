import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Megaphone, Pencil, Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hubApi, type Notice } from '@/api/hub';
import { keys } from '@/api/keys';
import type { Fact, Property } from '@/api/types';
import { useNow } from '@/lib/clock';
import { momentIn } from '@/lib/format';
import { Chip, Empty, ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { toast } from '@/ui/toast';
import { NoticeDialog } from './NoticeDialog';

interface Props {
  property: Property;
  /** The kinds of fact, which are the topics one can choose. */
  facts: Fact[];
  /** The id of one that was asked for: it is opened. */
  wanted?: string;
}

/**
 * What is so today: told before every fact and entry on its topic, and over by itself. Whoever sees them may
 * put them up: the one at the desk knows first that the pool is closed.
 */
export function Notices({ property, facts, wanted }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Notice | 'new' | 'none'>();
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.knowledge(property.id), 'notices'],
    queryFn: () => hubApi.notices(property.id),
  });
  const now = useNow(10_000);
  const standing = data?.notices.filter(({ until }) => Date.parse(until) > now) ?? [];
  const asked = open === 'none' ? undefined : (open ?? standing.find(({ id }) => id === wanted));
  const add = (
    <Button variant="primary" onClick={() => setOpen('new')}>
      <Plus size={14} strokeWidth={2} aria-hidden />
      {t('notice.new')}
    </Button>
  );
  return (
    <div className="mx-auto flex max-w-[860px] flex-col gap-4 p-5 max-sm:p-4">
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <div aria-busy>
          <SkeletonLines widths={[60, 45, 70]} />
        </div>
      )}
      {data && standing.length === 0 && (
        <Empty
          icon={<Megaphone size={22} strokeWidth={1.5} />}
          title={t('notice.emptyTitle')}
          action={add}
        >
          {t('notice.emptyBody')}
        </Empty>
      )}
      {standing.length > 0 && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0 text-ink3 text-ui">{t('notice.hint')}</p>
            {add}
          </div>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {standing.map((notice) => (
              <Row
                key={notice.id}
                property={property}
                notice={notice}
                now={now}
                topic={facts.find(({ key }) => key === notice.topic)?.label ?? notice.topic}
                onEdit={() => setOpen(notice)}
              />
            ))}
          </ul>
        </>
      )}
      {asked && (
        <NoticeDialog
          property={property}
          facts={facts}
          notice={asked === 'new' ? undefined : asked}
          onClose={() => setOpen('none')}
        />
      )}
    </div>
  );
}

interface RowProps {
  property: Property;
  notice: Notice;
  topic: string;
  now: number;
  onEdit: () => void;
}

function Row({ property, notice, topic, now, onEdit }: RowProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const end = useMutation({
    mutationFn: () => hubApi.endNotice(property.id, notice.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.knowledge(property.id) }),
    onError: (error) => toast(messageOf(error, t)),
  });
  const at = (moment: string) => momentIn(moment, property.timezone, now);
  const waits = Date.parse(notice.from) > now;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60">
        <p dir="auto" className="text-msg">
          {notice.text}
        </p>
        <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-ink3 text-label">
          <Chip>{topic}</Chip>
          <span className="nums">
            {waits
              ? t('notice.starts', { at: at(notice.from), until: at(notice.until) })
              : t('notice.ends', { at: at(notice.until) })}
          </span>
          {notice.created_by && <bdi>{notice.created_by}</bdi>}
        </p>
      </div>
      <div className="flex items-center">
        <Button size="sm" disabled={end.isPending} onClick={() => end.mutate()}>
          {t('notice.end')}
        </Button>
        <IconButton label={t('notice.edit', { text: notice.text })} onClick={onEdit}>
          <Pencil size={15} strokeWidth={1.5} />
        </IconButton>
      </div>
    </li>
  );
}
