import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ClipboardCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { hubApi, type Proposal } from '@/api/hub';
import { keys } from '@/api/keys';
import type { Fact } from '@/api/types';
import { dateTime } from '@/lib/format';
import { Chip, Empty, ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';
import { Disagreements } from './Disagreements';
import { Together } from './Together';
import { useFiguresText } from './useFiguresText';
import { useSourceName } from './useSourceName';

/** What was copied, imported or read from a website, and nobody has confirmed yet: no guest is told any of it. */
export function Proposals({ property, editable }: { property: string; editable: boolean }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.knowledge(property), 'proposals'],
    queryFn: () => hubApi.proposals(property),
  });
  return (
    <div className="mx-auto flex max-w-[860px] flex-col gap-4 p-5 max-sm:p-4">
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <div aria-busy>
          <SkeletonLines widths={[60, 45, 70, 52]} />
        </div>
      )}
      {data && data.disagreements.length > 0 && (
        <Disagreements property={property} all={data.disagreements} editable={editable} />
      )}
      {data?.proposals.length === 0 && data.disagreements.length === 0 && (
        <Empty
          icon={<ClipboardCheck size={22} strokeWidth={1.5} />}
          title={t('proposal.emptyTitle')}
        >
          {t('proposal.emptyBody')}
        </Empty>
      )}
      {data && data.proposals.length > 0 && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0 flex-1 basis-64 text-ink3 text-ui">{t('proposal.hint')}</p>
            {editable && <Together property={property} proposals={data.proposals} />}
          </div>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {data.proposals.map((proposal) => (
              <Row key={proposal.id} property={property} proposal={proposal} editable={editable} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

interface RowProps {
  property: string;
  proposal: Proposal;
  editable: boolean;
}

function Row({ property, proposal, editable }: RowProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const source = useSourceName(property);
  const decide = useMutation({
    mutationFn: (what: 'take' | 'refuse') => hubApi.decide(property, proposal.id, what),
    onError: (error) => toast(messageOf(error, t)),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.knowledge(property) }),
  });
  const { fact, now, entry } = proposal;
  const tell = useFiguresText();
  const said = (of: Fact) => {
    if (of.state !== 'yes') return t(`fact.${of.state}`);
    return [of.details, of.value && tell(of.value)].filter(Boolean).join(' · ') || t('fact.yes');
  };
  /** What is confirmed here, where that is something else. */
  const ours = fact && now && now.state !== 'unknown' && said(now) !== said(fact) ? now : undefined;
  return (
    <li className="flex flex-wrap items-start gap-x-3 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1 basis-60 text-ui">
        <p dir="auto" className="break-words font-medium">
          {proposal.title}
        </p>
        {ours && fact ? (
          <dl className="mt-1 grid gap-x-4 gap-y-2 sm:grid-cols-2">
            <Side
              name={t('proposal.ours')}
              says={said(ours)}
              from={[
                ours.updated_by,
                ours.source && source(ours.source),
                ours.updated_at && dateTime(ours.updated_at),
              ]}
            />
            <Side
              name={t('proposal.theirs')}
              says={said(fact)}
              from={[source(proposal.source), dateTime(proposal.at)]}
            />
          </dl>
        ) : (
          fact && (
            <p dir="auto" className="text-ink2">
              {said(fact)}
            </p>
          )
        )}
        {entry && (
          <p dir="auto" className="line-clamp-4 whitespace-pre-wrap text-ink2">
            {entry.answer || t('knowledge.noAnswer')}
          </p>
        )}
        <p className="mt-1.5 flex flex-wrap items-center gap-1.5">
          {!ours && <Chip>{source(proposal.source)}</Chip>}
          {proposal.conflict && <Chip tone="brass">{t('proposal.conflict')}</Chip>}
        </p>
      </div>
      {editable && (
        <div className="flex items-center gap-2">
          <Button
            size="sm"
            variant="ghost"
            disabled={decide.isPending}
            onClick={() => decide.mutate('refuse')}
          >
            {t(ours ? 'proposal.keepOurs' : 'proposal.refuse')}
          </Button>
          <Button
            size="sm"
            variant="primary"
            disabled={decide.isPending}
            onClick={() => decide.mutate('take')}
          >
            {t(ours ? 'proposal.takeTheirs' : 'proposal.take')}
          </Button>
        </div>
      )}
    </li>
  );
}

/** One of the two that do not agree: what it says, who says so, and since when. */
function Side({ name, says, from }: { name: string; says: string; from: (string | undefined)[] }) {
  return (
    <div className="min-w-0">
      <dt className="text-ink3 text-label">{name}</dt>
      <dd dir="auto" className="break-words text-ink">
        {says}
      </dd>
      <dd className="break-words text-ink3 text-label">
        {from.filter(Boolean).map((part, i) => (
          <span key={part}>
            {i > 0 && ' · '}
            <bdi>{part}</bdi>
          </span>
        ))}
      </dd>
    </div>
  );
}
