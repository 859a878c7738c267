import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import { dateTime } from '@/lib/format';
import { Chip, ErrorCard, messageOf, Section, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';

/** Where I am signed in, with a way to end each. */
export function SessionSection() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery({ queryKey: keys.sessions, queryFn: api.sessions });
  const end = useMutation({
    mutationFn: (id: string) => api.endSession(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.sessions }),
    onError: (failure) => toast(messageOf(failure, t)),
  });
  return (
    <Section title={t('profile.sessions')} hint={t('profile.sessionsHint')}>
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && <SkeletonLines widths={[60, 50]} />}
      {data && (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {data.sessions.map((session) => (
            <li key={session.id} className="flex flex-wrap items-center gap-3 px-4 py-2.5">
              <span className="min-w-0 flex-1 basis-44">
                <span className="one-line block font-medium text-ui">
                  {session.device || t('profile.unknownDevice')}
                </span>
                <span className="nums text-ink3 text-label">
                  {[session.address, session.last_seen && dateTime(session.last_seen)]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              {session.current ? (
                <Chip tone="live">{t('profile.thisOne')}</Chip>
              ) : (
                <Button
                  size="sm"
                  variant="ghost"
                  disabled={end.isPending}
                  onClick={() => end.mutate(session.id)}
                >
                  {t('profile.endSession')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
