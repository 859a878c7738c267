import { useQuery, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { Languages } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answeringApi, answeringKeys } from '@/api/answering';
import type { Card, Entry } from '@/api/types';
import { useProperty } from '@/app/session';
import { languageName } from '@/lib/format';
import { messageOf } from '@/ui/Bits';

/** A message in one's own language, asked for when it is wanted; only for who asked. */
export function Translated({ card, entry }: { card: Card; entry: Entry }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const helps = useProperty(card.property_id)?.helps;
  const to = i18n.language;
  const found = useQuery({
    queryKey: answeringKeys.translation(entry.id, to),
    queryFn: async () => {
      const said = await answeringApi.translate(card.id, { entry: entry.id }, to);
      if (said.from) queries.setQueryData(answeringKeys.heard(card.id), said.from);
      return said;
    },
    enabled: open,
    staleTime: Number.POSITIVE_INFINITY, // what was written does not change
    retry: false,
  });
  if (!helps || !entry.text) return null;
  // A guest whose browser speaks as one reads mostly writes so, too: then it is there when it is looked for.
  const quiet = !open && card.language?.slice(0, 2) === to.slice(0, 2);
  return (
    <div className="flex max-w-full flex-col items-start gap-1">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => {
          if (found.isError) void found.refetch();
          else setOpen(!open);
        }}
        className={clsx(
          'inline-flex items-center gap-1 px-1 text-ink3 text-meta hover:text-ink2 max-sm:min-h-8',
          quiet &&
            'opacity-0 focus-visible:opacity-100 group-hover:opacity-100 [@media(hover:none)]:opacity-100',
        )}
      >
        <Languages size={12} strokeWidth={1.75} aria-hidden />
        {t(open ? 'translate.hide' : 'translate.show')}
      </button>
      {open && (
        <div
          role="status"
          className="max-w-full rounded-bubble border border-line border-dashed px-3.5 py-2 text-ui"
        >
          {found.isPending && <span className="text-ink3">{t('translate.waiting')}</span>}
          {found.isError && <span className="text-danger">{messageOf(found.error, t)}</span>}
          {found.data && (
            <>
              <p dir="auto" lang={to} className="whitespace-pre-wrap break-words">
                {found.data.text}
              </p>
              <p className="mt-1 text-ink3 text-meta">
                {t('translate.by', { language: languageName(to), model: found.data.model })}
              </p>
              {found.data.figures && (
                <p className="text-brass text-meta">{t('translate.figures')}</p>
              )}
            </>
          )}
        </div>
      )}
    </div>
  );
}
