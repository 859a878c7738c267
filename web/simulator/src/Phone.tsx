import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Run } from './App';
import { Bubble } from './Bubble';
import { Composer } from './Composer';
import {
  ask,
  type Channel,
  channelNames,
  type Guest,
  type Message,
  type PhoneState,
  type World,
} from './world';

const phoneStates: [PhoneState, string][] = [
  ['open', 'Looking'],
  ['pocket', 'In the pocket'],
  ['off', 'Off'],
];

/** One channel's phone: whose it is, whether somebody looks at it, the thread and what the guest can do. */
export function Phone({ channel, world, run }: { channel: Channel; world: World; run: Run }) {
  const guests = world.guests.filter((guest) => guest.channel === channel);
  const [chosen, setChosen] = useState('');
  const guest = guests.find(({ id }) => id === chosen) ?? guests[0];
  const account = world.accounts.find(({ key }) => key === guest?.account);
  const add = async () => {
    const { id } = await ask<{ id: string }>('guests', { channel });
    setChosen(id);
  };
  return (
    <section className={`phone ${channel}`} aria-label={channelNames[channel]}>
      <header>
        <h2>{channelNames[channel]}</h2>
        <span className="account">{account?.number ? `+${account.number}` : account?.name}</span>
      </header>
      <div className="whose">
        <select
          aria-label="Guest"
          value={guest?.id ?? ''}
          onChange={(event) => setChosen(event.target.value)}
        >
          {guests.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
        <button type="button" onClick={() => run(add())}>
          New guest
        </button>
        {guest && (
          <select
            aria-label="The phone is"
            value={guest.phone}
            onChange={(event) =>
              run(ask('set', { phone: { guest: guest.id, state: event.target.value } }))
            }
          >
            {phoneStates.map(([state, words]) => (
              <option key={state} value={state}>
                {words}
              </option>
            ))}
          </select>
        )}
      </div>
      {guest && <Thread key={guest.id} guest={guest} world={world} run={run} />}
    </section>
  );
}

/** What the composer is about to do with an earlier message. */
export interface About {
  message: Message;
  what: 'reply' | 'edit';
}

function Thread({ guest, world, run }: { guest: Guest; world: World; run: Run }) {
  const [about, setAbout] = useState<About>();
  const log = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const messages = guest.messages ?? [];
  const typing = useTyping(guest, world);
  // Pictures arrive after their message, and the box changes with the window: the end stays in sight through both.
  const inner = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const box = log.current;
    if (!box || !inner.current) return;
    const follow = () => {
      if (atEnd.current) box.scrollTop = box.scrollHeight;
    };
    const watch = new ResizeObserver(follow);
    watch.observe(box);
    watch.observe(inner.current);
    follow();
    return () => watch.disconnect();
  }, []);
  const elsewhere = guest.owner && guest.owner !== world.app.id;
  return (
    <>
      <div
        className="log"
        role="log"
        aria-label="Messages"
        ref={log}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: box }) => {
          atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < 40;
        }}
      >
        <div className="inner" ref={inner}>
          {messages.length === 0 && (
            <p className="hint">
              Write as {guest.name}. The assistant answers as long as nobody takes over.
            </p>
          )}
          {messages.map((message, at) => (
            <Bubble
              key={message.id}
              message={message}
              guest={guest}
              newest={at === messages.length - 1}
              replied={messages.find(({ id }) => id === message.reply_to)}
              run={run}
              about={setAbout}
            />
          ))}
          {typing && <p className="typing">writing…</p>}
        </div>
      </div>
      {elsewhere && (
        <p className="elsewhere">
          Meta's inbox has this thread.{' '}
          <button
            type="button"
            onClick={() => run(ask(`guests/${guest.id}/act`, { do: 'release' }))}
          >
            Give it back
          </button>
        </p>
      )}
      <Composer
        guest={guest}
        about={about}
        done={() => setAbout(undefined)}
        run={(work) => {
          atEnd.current = true;
          return run(work);
        }}
      />
    </>
  );
}

/** Whether the desk is writing: it says until when, and nobody tells when that is over. */
function useTyping(guest: Guest, world: World): boolean {
  const until = guest.typing ? Date.parse(guest.typing) - Date.parse(world.now) : 0;
  const [on, setOn] = useState(false);
  useEffect(() => {
    setOn(until > 0);
    if (until <= 0) return;
    const timer = setTimeout(() => setOn(false), until);
    return () => clearTimeout(timer);
  }, [until]);
  return on;
}
