import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Invitation } from '@/api/types';
import { dateTime } from '@/lib/format';
import { Chip, messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';

/** Links that were handed out and not used yet. */
export function Invitations({ invitations }: { invitations: Invitation[] }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const withdraw = useMutation({
    mutationFn: (id: string) => api.withdrawInvitation(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.team }),
    onError: (error) => toast(messageOf(error, t)),
  });
  return (
    <section aria-label={t('team.invited')}>
      <h2 className="mb-2 font-semibold text-msg">{t('team.invited')}</h2>
      {invitations.length === 0 && <p className="text-ink3 text-ui">{t('team.noneInvited')}</p>}
      {invitations.length > 0 && (
        <ul className="divide-y divide-line rounded-card border border-line bg-surface">
          {invitations.map(({ id, email, role, expires_at }) => (
            <li key={id} className="flex flex-wrap items-center gap-3 px-4 py-2.5">
              <span className="min-w-0 flex-1 basis-44">
                <bdi className="one-line block font-medium text-ui">{email}</bdi>
                <span className="text-ink3 text-label">
                  {t('team.expires', { at: dateTime(expires_at) })}
                </span>
              </span>
              <Chip>{t(`role.${role}`)}</Chip>
              <Button
                size="sm"
                variant="ghost"
                disabled={withdraw.isPending}
                onClick={() => withdraw.mutate(id)}
              >
                {t('team.withdraw')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
