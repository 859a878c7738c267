import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Volume2 } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { bellApi } from '@/api/bell';
import { keys } from '@/api/keys';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { toast } from '@/ui/toast';
import type { Seen } from './board';
import { confirmations } from './device';
import { endRing } from './rings';
import { usePainted } from './usePainted';

/** The test ring: what no page can read (a muted tab, the system's volume) is asked. */
export function TestRow({ ring }: { ring: Seen }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const row = useRef<HTMLDivElement>(null);
  usePainted(row, ring.id, () => confirmations.confirm(ring, 'shown'));
  const say = useMutation({
    mutationFn: (heard: boolean) => bellApi.heard(ring.id, heard),
    onMutate: () => {
      confirmations.confirm(ring, 'reacted');
      endRing(ring.id, 'closed');
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.check }),
    onError: (error) => toast(messageOf(error, t)),
  });
  return (
    <div ref={row} data-ring={ring.id} className="flex flex-col gap-3 px-4 py-3">
      <p className="flex items-center gap-2.5 text-msg">
        <Volume2 size={18} strokeWidth={1.5} aria-hidden className="shrink-0 text-brass" />
        {t('ring.didYouHear')}
      </p>
      <div className="flex gap-2">
        <Button variant="primary" onClick={() => say.mutate(true)}>
          {t('ring.heardIt')}
        </Button>
        <Button onClick={() => say.mutate(false)}>{t('ring.heardNothing')}</Button>
      </div>
    </div>
  );
}

/** A drill, said in one line: being seen on screen is what it asks of this device. */
export function DrillRow({ ring }: { ring: Seen }) {
  const { t } = useTranslation();
  const row = useRef<HTMLParagraphElement>(null);
  usePainted(row, ring.id, () => confirmations.confirm(ring, 'shown'));
  return (
    <p ref={row} data-ring={ring.id} className="px-4 py-2.5 text-ink2 text-ui">
      {t('ring.drillLine')}
    </p>
  );
}
