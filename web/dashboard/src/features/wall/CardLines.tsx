import clsx from 'clsx';
import { Bot, Headset, UserRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AuthorKind, Card, LastLine } from '@/api/types';
import { useTyping } from '@/realtime/ephemeral';

const SPEAKERS = { guest: UserRound, assistant: Bot, agent: Headset, system: Bot } as const;

/** The last three lines, each with who speaks: by icon, by word for those who hear it, and by tint. */
export function CardLines({ card, compact }: { card: Card; compact: boolean }) {
  const { t } = useTranslation();
  const typing = useTyping(card.id);
  const all = card.last ?? [];
  // Who is typing stands in the place of the oldest.
  const lines = typing ? all.slice(-2) : all;
  return (
    <ol
      className={clsx(
        'flex min-h-0 flex-1 flex-col overflow-hidden',
        compact ? 'gap-0.5 px-3 py-2 text-label' : 'gap-1.5 px-4 py-3 text-ui',
      )}
    >
      {lines.length === 0 && <li className="text-ink3">{t('wall.noLines')}</li>}
      {lines.map((line, at) => (
        // The newest has the room: of three, the two before it have a line each, so that none is cut in half.
        <Line
          key={line.seq}
          line={line}
          short={compact || (all.length > 2 && at < lines.length - 1)}
        />
      ))}
      {typing && (
        <li className="flex items-center gap-2 text-ink3">
          <Speaker kind={typing.kind} />
          {t('conversation.typing', { name: typing.name || t(`author.${typing.kind}`) })}
        </li>
      )}
    </ol>
  );
}

function Line({ line, short }: { line: LastLine; short: boolean }) {
  const { t } = useTranslation();
  const { kind, name } = line.author;
  return (
    <li className="flex min-w-0 items-start gap-2">
      <Speaker kind={kind} />
      <span className="sr-only">{name || t(`author.${kind}`)}:</span>
      <span
        dir="auto"
        className={clsx(
          'min-w-0 break-words',
          short ? 'line-clamp-1' : 'line-clamp-2',
          kind === 'guest' ? 'text-ink' : 'text-ink2',
        )}
      >
        {line.text || <span className="text-ink3">{t('wall.attachment')}</span>}
      </span>
    </li>
  );
}

function Speaker({ kind }: { kind: AuthorKind }) {
  const Icon = SPEAKERS[kind];
  return (
    <Icon
      aria-hidden
      size={14}
      strokeWidth={1.5}
      className={clsx(
        'mt-[3px] shrink-0',
        kind === 'assistant' ? 'text-live' : kind === 'agent' ? 'text-accent' : 'text-ink3',
      )}
    />
  );
}
