import { useEffect, useState } from 'react';
import type { Run } from './App';
import { ask, type Channel, channelNames, channels, type Fault, type World } from './world';

const counts: [number, string][] = [
  [1, 'the next message'],
  [3, 'the next three'],
  [10, 'the next ten'],
  [-1, 'all, until taken away'],
];

/** What can go wrong between Meta and the desk, each with its switch. */
export function Faults({ world, run }: { world: World; run: Run }) {
  const set = (change: object) => run(ask('set', change));
  const { weather } = world;
  const change = (what: Partial<World['weather']>) => set({ weather: { ...weather, ...what } });
  return (
    <section className="panel" aria-labelledby="faults">
      <h2 id="faults">What goes wrong</h2>
      <h3>Webhooks to the desk</h3>
      <label className="switch">
        <input
          type="checkbox"
          checked={weather.double}
          onChange={() => change({ double: !weather.double })}
        />
        Duplicates: each arrives twice
      </label>
      <label className="switch">
        <input
          type="checkbox"
          checked={weather.disorder}
          onChange={() => change({ disorder: !weather.disorder })}
        />
        Disorder: those of three seconds are mixed
      </label>
      <label className="switch">
        <input
          type="checkbox"
          checked={weather.hold}
          onChange={() => change({ hold: !weather.hold })}
        />
        Held back until this is off
      </label>
      <label className="field">
        Delay
        <select
          value={weather.delay}
          onChange={(event) => change({ delay: Number(event.target.value) })}
        >
          {[0, 2, 10, 60, 600].map((seconds) => (
            <option key={seconds} value={seconds}>
              {seconds === 0 ? 'none' : seconds < 60 ? `${seconds} s` : `${seconds / 60} min`}
            </option>
          ))}
        </select>
      </label>
      <Burst run={run} />
      <h3>Meta's side</h3>
      <Outage world={world} set={set} />
      <label className="switch">
        <input
          type="checkbox"
          checked={world.echo_first}
          onChange={() => set({ echo_first: !world.echo_first })}
        />
        Answers two seconds late: the echo or status is there first
      </label>
      <h3>Errors</h3>
      {channels.map((channel) => (
        <Errors key={channel} channel={channel} world={world} set={set} />
      ))}
    </section>
  );
}

function Burst({ run }: { run: Run }) {
  const [channel, setChannel] = useState<Channel>('whatsapp');
  const [count, setCount] = useState(50);
  return (
    <div className="row">
      <button type="button" onClick={() => run(ask('burst', { channel, count }))}>
        Burst
      </button>
      <select
        aria-label="Messages in the burst"
        value={count}
        onChange={(event) => setCount(Number(event.target.value))}
      >
        {[50, 250, 1000].map((n) => (
          <option key={n} value={n}>
            {n.toLocaleString('en')} messages in one body
          </option>
        ))}
      </select>
      <select
        aria-label="Channel of the burst"
        value={channel}
        onChange={(event) => setChannel(event.target.value as Channel)}
      >
        {channels.map((c) => (
          <option key={c} value={c}>
            {channelNames[c]}
          </option>
        ))}
      </select>
    </div>
  );
}

function Outage({ world, set }: { world: World; set: (change: object) => void }) {
  const until = world.out_until ? new Date(world.out_until) : undefined;
  const [, again] = useState(0);
  useEffect(() => {
    if (!until) return;
    const timer = setTimeout(() => again((n) => n + 1), Math.max(0, until.getTime() - Date.now()));
    return () => clearTimeout(timer);
  }, [until]);
  if (until && until.getTime() > Date.now())
    return (
      <p className="row">
        <button type="button" onClick={() => set({ out: 0 })}>
          End the outage
        </button>
        <span className="warn">
          Nothing is taken until{' '}
          {until.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}
        </span>
      </p>
    );
  return (
    <div className="row">
      <button type="button" onClick={() => set({ out: 3600 })}>
        Outage of an hour
      </button>
      <button type="button" onClick={() => set({ out: 60 })}>
        Outage of a minute
      </button>
    </div>
  );
}

function Errors({
  channel,
  world,
  set,
}: {
  channel: Channel;
  world: World;
  set: (change: object) => void;
}) {
  const table = useTable();
  const [name, setName] = useState('');
  const [left, setLeft] = useState(1);
  const here = table.filter(({ on }) => !on || on.includes(channel));
  const now = world.faults[channel];
  return (
    <fieldset className="errors">
      <legend>{channelNames[channel]}</legend>
      <select
        aria-label={`Error on ${channelNames[channel]}`}
        value={name || (here[0]?.name ?? '')}
        onChange={(event) => setName(event.target.value)}
      >
        {here.map((fault) => (
          <option key={fault.name} value={fault.name}>
            {fault.words}
          </option>
        ))}
      </select>
      <select
        aria-label={`How often on ${channelNames[channel]}`}
        value={left}
        onChange={(event) => setLeft(Number(event.target.value))}
      >
        {counts.map(([n, words]) => (
          <option key={n} value={n}>
            {words}
          </option>
        ))}
      </select>
      <button
        type="button"
        onClick={() => set({ fault: { channel, name: name || (here[0]?.name ?? ''), left } })}
      >
        Set
      </button>
      {now && (
        <p className="warn">
          {now.words} ({now.left < 0 ? 'all' : now.left}){' '}
          <button type="button" onClick={() => set({ fault: { channel, name: '', left: 0 } })}>
            Take away
          </button>
        </p>
      )}
    </fieldset>
  );
}

let asked: Promise<Fault[]> | undefined;

/** The table of faults; it is asked for once. */
function useTable(): Fault[] {
  const [table, setTable] = useState<Fault[]>([]);
  useEffect(() => {
    asked ??= fetch('api/table').then((answer) => answer.json() as Promise<Fault[]>);
    let here = true;
    asked.then(
      (found) => here && setTable(found),
      () => {
        asked = undefined;
      },
    );
    return () => {
      here = false;
    };
  }, []);
  return table;
}
