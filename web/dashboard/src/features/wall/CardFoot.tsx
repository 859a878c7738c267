import clsx from 'clsx';
import { Cable, Eye, FileText, PenLine } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card } from '@/api/types';
import { useMe } from '@/app/session';
import { pagePath } from '@/lib/format';

/** The page the guest is on, who else watches, who has it; and what one can do. */
export function CardFoot({
  card,
  compact,
  tight,
  children,
}: {
  card: Card;
  compact: boolean;
  /** Two buttons stand here: the page gives them its room. */
  tight: boolean;
  children?: ReactNode;
}) {
  return (
    <footer
      className={clsx(
        'flex min-h-11 flex-wrap items-center gap-x-2 gap-y-1 border-line border-t',
        compact ? 'px-3 py-1' : 'px-4 py-1.5',
      )}
    >
      <div
        className={clsx(
          'flex min-w-0 flex-1 flex-col text-ink3 text-label',
          tight ? 'basis-0' : 'basis-24',
        )}
      >
        <Holder card={card} />
        {!tight && (card.account ? <Account card={card} /> : <Page card={card} />)}
        <Watchers card={card} />
      </div>
      <div className="relative z-10 ms-auto flex items-center gap-1">{children}</div>
    </footer>
  );
}

function Holder({ card }: { card: Card }) {
  const { t } = useTranslation();
  const me = useMe();
  const { kind, agent_id, name } = card.controller;
  if (kind === 'outside') return <span>{t('wall.outside')}</span>;
  if (kind !== 'agent') return null;
  const who = agent_id === me.id ? t('wall.withYou') : t('wall.with', { name });
  return (
    <span className="one-line font-medium text-ink2">
      {who}
      {card.agent_gone && <span className="text-brass"> · {t(`gone.${card.agent_gone}`)}</span>}
    </span>
  );
}

function Page({ card }: { card: Card }) {
  const { t } = useTranslation();
  if (!card.page?.url) return null;
  return (
    <span className="flex min-w-0 items-center gap-1" title={card.page.url}>
      <FileText size={12} strokeWidth={1.5} className="shrink-0" aria-hidden />
      <span className="sr-only">{t('wall.onPage')}</span>
      <bdi className="one-line">{card.page.title || pagePath(card.page.url)}</bdi>
    </span>
  );
}

/** Which number, Page or account the guest wrote to. */
function Account({ card }: { card: Card }) {
  const { t } = useTranslation();
  const channel = t(`channel.${card.channel}`, { defaultValue: card.channel });
  return (
    <span className="flex min-w-0 items-center gap-1">
      <Cable size={12} strokeWidth={1.5} className="shrink-0" aria-hidden />
      <bdi className="one-line">
        {channel === card.account?.name
          ? channel
          : t('wall.channelAt', { channel, account: card.account?.name })}
      </bdi>
    </span>
  );
}

function Watchers({ card }: { card: Card }) {
  const { t } = useTranslation();
  const me = useMe();
  const others = (card.viewers ?? []).filter(({ id }) => id !== me.id);
  if (others.length === 0) return null;
  const typing = others.find((viewer) => viewer.typing);
  const Icon = typing ? PenLine : Eye;
  const names = others.map(({ name }) => name).join(', ');
  return (
    <span className="flex min-w-0 items-center gap-1">
      <Icon size={12} strokeWidth={1.5} className="shrink-0" aria-hidden />
      <span className="one-line">{t('wall.watching', { names })}</span>
    </span>
  );
}
