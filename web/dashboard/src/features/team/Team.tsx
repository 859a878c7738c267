import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bellApi } from '@/api/bell';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Person } from '@/api/types';
import { ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Drills } from './Drills';
import { Invitations } from './Invitations';
import { InviteDialog } from './InviteDialog';
import { PersonDialog } from './PersonDialog';
import { PersonRow } from './PersonRow';

/** Who works here, in which role, at which properties; and who is invited. */
export default function Team() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ queryKey: keys.team, queryFn: api.team });
  // Who would hear a ring changes with every tab that closes: it is read anew while it is looked at.
  const who = useQuery({
    queryKey: keys.who,
    queryFn: () => bellApi.who(),
    staleTime: 5000,
    refetchInterval: 15_000,
  });
  const [inviting, setInviting] = useState(false);
  const [open, setOpen] = useState<string>();
  const people = [...(data?.people ?? [])].sort(
    (a, b) => Number(b.active) - Number(a.active) || a.name.localeCompare(b.name),
  );
  const person: Person | undefined = people.find(({ id }) => id === open);
  return (
    <>
      <PageHead title={t('nav.team')}>
        <Button variant="primary" onClick={() => setInviting(true)}>
          <UserPlus size={14} strokeWidth={1.75} aria-hidden />
          {t('team.invite')}
        </Button>
      </PageHead>
      <div className="scroll-y min-h-0 flex-1">
        <div className="mx-auto flex max-w-[860px] flex-col gap-8 p-5 max-sm:p-4">
          {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
          {!data && !error && <SkeletonLines widths={[70, 65, 74, 60]} />}
          {data && (
            <ul
              aria-label={t('team.people')}
              className="divide-y divide-line rounded-card border border-line bg-surface"
            >
              {people.map((member) => (
                <PersonRow
                  key={member.id}
                  person={member}
                  hearer={who.data?.people?.find(({ id }) => id === member.id)}
                  onOpen={() => setOpen(member.id)}
                />
              ))}
            </ul>
          )}
          {who.data && <Drills drills={who.data.drills ?? []} />}
          {data && <Invitations invitations={data.invitations ?? []} />}
        </div>
      </div>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
      {person && (
        <PersonDialog key={person.id} person={person} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}
