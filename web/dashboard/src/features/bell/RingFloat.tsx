import { Link, useLocation } from '@tanstack/react-router';
import clsx from 'clsx';
import { BellRing, ChevronDown, Siren } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { useMe } from '@/app/session';
import { useStore } from '@/lib/store';
import { IconButton } from '@/ui/Button';
import { topDialog } from '@/ui/Dialog';
import type { Seen } from './board';
import { byUrgency, calling, isRehearsal, isUrgent, passing } from './order';
import { RingRow } from './RingRow';
import { useBoard } from './rings';
import { DrillRow, TestRow } from './TestRow';
import { headline } from './words';

/** Rows that the card shows; the others are counted. */
const AT_MOST = 3;

const PLACE =
  'fixed z-50 end-4 bottom-[calc(var(--dock,0px)+16px)] max-w-[calc(100vw-32px)] max-sm:end-2 max-sm:bottom-[calc(var(--dock,0px)+64px)]';

/**
 * Who calls, on every page but the one that lists them: one card, however many call and from however many
 * properties. It stands inside an open dialog, because nothing outside of one can be pressed.
 */
export default function RingFloat() {
  const dialog = useStore(topDialog, (element) => element);
  const rows = useRows();
  const held = useBoard();
  const tests = calling(held).filter(({ kind }) => kind === 'test');
  const drills = held.rings.filter(({ kind }) => kind === 'drill');
  const rest = tests.length + drills.length;
  return createPortal(
    <>
      <Announcer />
      {rows.length > 0 && <Card rows={rows} />}
      {rows.length === 0 && rest > 0 && (
        <section
          className={clsx(
            PLACE,
            'layer-in w-[392px] rounded-card border border-line bg-raised shadow-float',
          )}
        >
          {tests.map((ring) => (
            <TestRow key={ring.id} ring={ring} />
          ))}
          {drills.map((ring) => (
            <DrillRow key={ring.id} ring={ring} />
          ))}
        </section>
      )}
    </>,
    dialog ?? document.body,
  );
}

/** Those who call me, and for a moment those who were just answered; none on the page that lists them. */
function useRows(): Seen[] {
  const held = useBoard();
  const me = useMe();
  const listed = useLocation({ select: ({ pathname }) => pathname === '/requests' });
  const inDialog = useStore(topDialog, Boolean);
  if (listed && !inDialog) return [];
  const others = passing(held, Date.now(), me.id);
  return [...calling(held).filter((ring) => !isRehearsal(ring)), ...others].sort(byUrgency);
}

function Card({ rows }: { rows: Seen[] }) {
  const { t } = useTranslation();
  const held = useBoard();
  const [folded, setFolded] = useState<string[]>([]);
  const card = useKeptFocus(rows);
  const shown = rows.slice(0, AT_MOST);
  const more = rows.length - shown.length;
  const first = shown.find(({ id, state }) => state === 'ringing' && !held.fates[id])?.id;
  const urgent = rows.some(isUrgent);
  const calm = rows.every(({ state }) => state === 'promised');
  const same = rows.every(({ kind }) => kind === rows[0]?.kind);
  const open = rows.filter(({ id }) => !held.fates[id]);
  const title = titleOf(open.length > 0 ? open : rows, same, t);
  // Whoever comes new opens the card again.
  if (rows.every(({ id }) => folded.includes(id))) {
    return (
      <button
        type="button"
        onClick={() => setFolded([])}
        className={clsx(
          PLACE,
          'layer-in nums flex min-h-11 items-center gap-2 rounded-full border bg-raised px-4 font-semibold text-ui shadow-float',
          urgent ? 'border-danger text-danger' : 'border-brass text-brass',
        )}
      >
        <BellRing size={16} strokeWidth={1.75} aria-hidden />
        {t('ring.folded', { count: rows.length })}
      </button>
    );
  }
  const Icon = urgent ? Siren : BellRing;
  return (
    <section
      ref={card}
      aria-label={title}
      className={clsx(
        PLACE,
        'layer-in flex max-h-[calc(100dvh-var(--dock,0px)-32px)] max-sm:max-h-[calc(100dvh-var(--dock,0px)-72px)] w-[392px] flex-col rounded-card border bg-raised shadow-float max-sm:w-[calc(100vw-16px)] max-sm:max-w-none',
        urgent ? 'border-danger' : calm ? 'border-line' : 'border-brass',
      )}
    >
      <header
        className={clsx(
          'flex shrink-0 items-center gap-2 rounded-t-[9px] ps-4 pe-1 font-semibold text-ui',
          urgent
            ? 'bg-danger-tint text-danger'
            : calm
              ? 'bg-sunken text-ink2'
              : 'bg-brass-tint text-brass',
        )}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden className="bell-settle shrink-0" />
        <h2 className="nums flex-1 py-2">{title}</h2>
        <IconButton
          label={t('ring.fold')}
          onClick={() => setFolded(rows.map(({ id }) => id))}
          className="text-inherit!"
        >
          <ChevronDown size={16} strokeWidth={1.75} />
        </IconButton>
      </header>
      <div className="scroll-y min-h-0 divide-y divide-line">
        {shown.map((ring) => (
          <RingRow
            key={ring.id}
            ring={ring}
            fate={held.fates[ring.id]}
            keyed={ring.id === first}
            tight={shown.length > 1}
            mixed={!same}
            className="px-4 py-3"
          />
        ))}
      </div>
      {more > 0 && (
        <Link
          to="/requests"
          search={{}}
          className="block shrink-0 border-line border-t px-4 py-2.5 font-medium text-accent text-ui hover:bg-sunken"
        >
          {t('ring.more', { count: more })}
        </Link>
      )}
    </section>
  );
}

/** What calls, and how many of them: those who were promised somebody are not calling. */
function titleOf(rows: Seen[], same: boolean, t: ReturnType<typeof useTranslation>['t']): string {
  const kind = same ? rows[0]?.kind : rows.some(isUrgent) ? 'emergency' : 'person';
  const count = rows.filter(({ state }) => state === 'ringing').length;
  if (count === 0) return t('ring.promisedTitle');
  const what = headline({ kind: kind ?? 'person' }, t);
  return count > 1 ? `${what} · ${count}` : what;
}

/** When the row that has the focus goes, the focus stays in the card, as long as somebody calls. */
function useKeptFocus(rows: Seen[]) {
  const card = useRef<HTMLElement>(null);
  const inside = useRef(false);
  useEffect(() => {
    const note = () => {
      inside.current = Boolean(card.current?.contains(document.activeElement));
    };
    document.addEventListener('focusin', note);
    return () => document.removeEventListener('focusin', note);
  }, []);
  const key = rows.map(({ id }) => id).join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked at whenever a row came or went
  useEffect(() => {
    if (!inside.current || document.activeElement !== document.body) return;
    card.current?.querySelector<HTMLElement>('[data-ring]')?.focus();
  }, [key]);
  return card;
}

/** Tells those who do not see the card, at once: what, where, and the question. Each ring once. */
function Announcer() {
  const { t } = useTranslation();
  const me = useMe();
  const held = useBoard();
  const said = useRef(new Set<string>());
  const [text, setText] = useState('');
  useEffect(() => {
    const fresh = calling(held).filter(
      (ring) => ring.state === 'ringing' && !isRehearsal(ring) && !said.current.has(ring.id),
    );
    if (fresh.length === 0) return;
    for (const { id } of fresh) said.current.add(id);
    const lines = fresh.slice(0, 2).map((ring) => {
      const place = me.properties.find(({ id }) => id === ring.property_id)?.name ?? '';
      return `${headline(ring, t)}. ${place}. ${ring.question ?? ''}`;
    });
    const rest = fresh.length - lines.length;
    setText([...lines, rest > 0 ? t('ring.more', { count: rest }) : ''].join(' ').trim());
  }, [held, me.properties, t]);
  return (
    <div role="alert" className="sr-only">
      {text}
    </div>
  );
}
