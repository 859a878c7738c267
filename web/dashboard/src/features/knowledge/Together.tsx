import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CheckCheck, ListX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hubApi, type Proposal } from '@/api/hub';
import { keys } from '@/api/keys';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { toast } from '@/ui/toast';
import { useSourceName } from './useSourceName';

interface Props {
  property: string;
  proposals: Proposal[];
}

/** Decides on many proposals at once, all or none of them. */
function useDecideAll(property: string, take: boolean, onDone?: () => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => hubApi.decideAll(property, ids, take),
    onSuccess: ({ decided }) => {
      toast(t(take ? 'proposal.takenAll' : 'proposal.refusedAll', { count: decided }));
      onDone?.();
    },
    onError: (error) => toast(messageOf(error, t)),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.knowledge(property) }),
  });
}

/** What is decided at once: whatever no source speaks against is confirmed, whatever came from one place refused. */
export function Together({ property, proposals }: Props) {
  const { t } = useTranslation();
  const [refusing, setRefusing] = useState(false);
  const sure = proposals.filter(
    ({ conflict, now }) => !conflict && (!now || now.state === 'unknown'),
  );
  const take = useDecideAll(property, true);
  if (proposals.length < 2) return null;
  return (
    <div className="flex flex-wrap gap-2 max-sm:w-full">
      <Button variant="ghost" className="max-sm:w-full" onClick={() => setRefusing(true)}>
        <ListX size={14} strokeWidth={1.5} aria-hidden className="shrink-0" />
        {t('proposal.refuseSome')}
      </Button>
      {sure.length > 1 && (
        <Button
          className="max-sm:h-auto max-sm:w-full max-sm:py-2"
          disabled={take.isPending}
          onClick={() => take.mutate(sure.map(({ id }) => id))}
        >
          <CheckCheck size={14} strokeWidth={1.5} aria-hidden className="shrink-0" />
          {t('proposal.takeAll', { count: sure.length })}
        </Button>
      )}
      {refusing && (
        <RefuseSome property={property} proposals={proposals} onClose={() => setRefusing(false)} />
      )}
    </div>
  );
}

/** Whose proposals are refused: those of a file, a website, another property. */
function RefuseSome({ property, proposals, onClose }: Props & { onClose: () => void }) {
  const { t } = useTranslation();
  const name = useSourceName(property);
  const places = new Map<string, string[]>();
  for (const { id, source } of proposals) {
    const place = siteOf(source) ?? name(source);
    places.set(place, [...(places.get(place) ?? []), id]);
  }
  const [chosen, setChosen] = useState<string[]>(places.size === 1 ? [...places.keys()] : []);
  const ids = chosen.flatMap((place) => places.get(place) ?? []);
  const refuse = useDecideAll(property, false, onClose);
  return (
    <Dialog
      title={t('proposal.refuseTitle')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="danger"
            disabled={ids.length === 0 || refuse.isPending}
            onClick={() => refuse.mutate(ids)}
          >
            {t('proposal.refuseThese', { count: ids.length })}
          </Button>
        </>
      }
    >
      <fieldset className="flex flex-col gap-1">
        <legend className="mb-2 text-ink2 text-ui">{t('proposal.refuseBody')}</legend>
        {[...places].map(([place, those]) => (
          <label key={place} className="flex min-h-9 items-center gap-2.5 text-ui max-sm:min-h-11">
            <input
              type="checkbox"
              checked={chosen.includes(place)}
              onChange={({ target }) =>
                setChosen((old) =>
                  target.checked ? [...old, place] : old.filter((other) => other !== place),
                )
              }
              className="size-4 shrink-0 accent-fill"
            />
            <bdi className="min-w-0 flex-1 break-words">{place}</bdi>
            <span className="nums text-ink3 text-label">{those.length}</span>
          </label>
        ))}
      </fieldset>
    </Dialog>
  );
}

/** The website of a page that something was found on. */
function siteOf(source: string): string | undefined {
  const page = source.startsWith('page:') ? source.slice('page:'.length) : '';
  return URL.canParse(page) ? new URL(page).host : undefined;
}
