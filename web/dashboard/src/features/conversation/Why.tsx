import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCode } from '@/api/client';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Card, Entry, Why as Explained } from '@/api/types';
import { useMe } from '@/app/session';
import { mayEditKnowledge } from '@/lib/abilities';
import { messageOf } from '@/ui/Bits';

/** Why the assistant said this, step by step, asked for when it is opened; and the way to correct what it was taken from. */
export function Why({ card, entry }: { card: Card; entry: Entry }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const found = useQuery({
    queryKey: keys.why(entry.id),
    queryFn: () => api.why(card.id, entry.id),
    enabled: open,
    staleTime: Number.POSITIVE_INFINITY, // what was said came about once
    retry: false,
  });
  const nothing = isCode(found.error, 'not_found');
  return (
    <details
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="max-w-full px-1 text-ink3 text-meta"
    >
      <summary className="cursor-pointer hover:text-ink2">{t('explain.title')}</summary>
      <div className="mt-1 rounded-control border border-line bg-surface px-2.5 py-1.5 text-ink2 text-label">
        {found.isPending && <p role="status">{t('explain.loading')}</p>}
        {found.isError && (
          <p role="alert">{nothing ? t('explain.none') : messageOf(found.error, t)}</p>
        )}
        {found.data && <Steps why={found.data} property={card.property_id} />}
      </div>
    </details>
  );
}

/** Where in the hub each kind of source is corrected. */
const PLACES: Record<string, string> = {
  fact: 'facts',
  entry: 'entries',
  notice: 'notices',
  passage: 'sources',
};

function Steps({ why, property }: { why: Explained; property: string }) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const percent = new Intl.NumberFormat(i18n.language, { style: 'percent' });
  const number = new Intl.NumberFormat(i18n.language);
  const editable = mayEditKnowledge(me, property);
  const used = why.candidates.find((piece) => piece.used);
  const tokens = (why.tokens_in ?? 0) + (why.tokens_out ?? 0);
  // Each piece keeps its own order: from right to left the figures of two neighbours would change places.
  const direction = i18n.dir();
  const told = [
    why.by && `${t('explain.by')}: ${t(`explain.maker.${why.by}`)}`,
    why.model,
    t(`decision.${why.decision}`),
    t('sources.confidence', { sure: percent.format(why.confidence) }),
    t('explain.took', { ms: number.format(why.took_ms) }),
    tokens > 0 && t('explain.tokens', { n: number.format(tokens) }),
  ].filter((piece): piece is string => Boolean(piece));
  return (
    <div className="flex flex-col gap-1">
      {why.question && (
        <p dir="auto" className="break-words text-ink">
          “{why.question}”
        </p>
      )}
      <p className="nums">
        {told.map((piece, nth) => (
          <Fragment key={piece}>
            {nth > 0 && ' · '}
            <bdi dir={direction}>{piece}</bdi>
          </Fragment>
        ))}
      </p>
      {why.instead && (
        <p>
          {t('explain.instead', {
            who: t(`explain.maker.${why.instead}`),
            why: t(`explain.because.${why.because || 'error'}`, {
              defaultValue: t('explain.because.error'),
            }),
          })}
        </p>
      )}
      {why.asked && (
        <p className="break-words">
          {t('explain.asked')}: <bdi>“{why.asked}”</bdi>
        </p>
      )}
      {why.rules.map((rule) => (
        <p key={rule}>{t(`explain.rule.${rule}`, { defaultValue: rule })}</p>
      ))}
      {why.tools.map((tool) => (
        <p key={`${tool.service} ${tool.name} ${tool.arguments}`} className="break-words">
          {t('explain.tool', { service: tool.service, name: tool.name })}
          {tool.arguments && (
            <>
              {' '}
              <bdi dir="ltr" className="font-mono">
                {tool.arguments}
              </bdi>
            </>
          )}
          {' · '}
          <bdi dir={direction} className="nums">
            {t('explain.took', { ms: number.format(tool.took_ms) })}
          </bdi>
          {tool.because && ` · ${t('explain.noAnswer')}`}
        </p>
      ))}
      {why.candidates.length > 0 && (
        <>
          <p className="text-ink3">{t('explain.looked')}</p>
          <ol className="flex flex-col gap-0.5">
            {why.candidates.map((piece) => (
              <li key={`${piece.kind} ${piece.id}`} className="flex items-baseline gap-2">
                <bdi className={piece.used ? 'min-w-0 font-medium text-ink' : 'min-w-0'}>
                  {piece.title}
                </bdi>
                <span className="nums ms-auto shrink-0 text-ink3">
                  {percent.format(piece.score)}
                </span>
                {editable && PLACES[piece.kind] && (
                  <Link
                    to="/knowledge"
                    search={{ property, tab: PLACES[piece.kind], entry: piece.id }}
                    aria-label={`${t('explain.correct')}: ${piece.title}`}
                    className="shrink-0 underline"
                  >
                    {t('explain.correct')}
                  </Link>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
      {editable && why.question && (
        <Link
          to="/knowledge"
          search={{ property, tab: 'entries', entry: 'new', ask: why.asked || why.question }}
          className="self-start underline"
        >
          {t(used?.kind === 'passage' ? 'explain.ownWords' : 'explain.write')}
        </Link>
      )}
      {why.instructions && (
        <details>
          <summary className="cursor-pointer text-ink3 hover:text-ink2">
            {t('explain.instructions')}
          </summary>
          <p dir="auto" className="mt-1 max-h-40 overflow-y-auto whitespace-pre-wrap break-words">
            {why.instructions}
          </p>
        </details>
      )}
    </div>
  );
}
