import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { answeringApi, answeringKeys } from '@/api/answering';
import type { Card } from '@/api/types';
import { IconButton } from '@/ui/Button';

/** Those that somebody has closed stay so until control changes again. */
const closed = new Set<string>();

/**
 * What happened until one took over: in a few lines by the language model where it helps, and always what the guest asked and
 * what became of it. Asked for once for each time that control is taken.
 */
export function SoFar({ card }: { card: Card }) {
  const { t, i18n } = useTranslation();
  const key = `${card.id} ${card.epoch}`;
  const [, again] = useState(0);
  const found = useQuery({
    queryKey: answeringKeys.summary(card.id, card.epoch, i18n.language),
    queryFn: () => answeringApi.summarize(card.id, i18n.language),
    enabled: !closed.has(key),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false, // it helps, or it is not there
  });
  const asked = found.data?.asked ?? [];
  const text = found.data?.text;
  // One question stands in the thread as it is.
  if (closed.has(key) || (!text && asked.length < 2)) return null;
  return (
    <section
      aria-label={t('soFar.title')}
      className="relative mx-3 my-2 max-h-40 overflow-y-auto rounded-card border border-line bg-surface py-2 ps-3 pe-10 text-label"
    >
      <h3 className="font-medium text-ink2">{t('soFar.title')}</h3>
      {text && (
        <p dir="auto" className="whitespace-pre-wrap break-words text-ink text-ui">
          {text}
        </p>
      )}
      {!text && (
        <ol className="flex flex-col gap-0.5">
          {asked.map((line) => (
            <li key={line.seq} className="flex items-baseline gap-2">
              <bdi className="one-line min-w-0 flex-1 text-ink">{line.text}</bdi>
              <span
                className={
                  line.answered === 'open' || line.answered === 'not_helped'
                    ? 'shrink-0 text-brass'
                    : 'shrink-0 text-ink3'
                }
              >
                {t(`soFar.${line.answered}`)}
              </span>
            </li>
          ))}
        </ol>
      )}
      {text && <p className="text-ink3 text-meta">{t('soFar.by', { model: found.data?.model })}</p>}
      {found.data?.because === 'budget' && (
        <p className="text-ink3 text-meta">{t('soFar.budget')}</p>
      )}
      <IconButton
        label={t('common.close')}
        className="absolute end-1 top-1 max-sm:size-9"
        onClick={() => {
          closed.add(key);
          again((n) => n + 1);
        }}
      >
        <X size={14} strokeWidth={1.5} />
      </IconButton>
    </section>
  );
}
