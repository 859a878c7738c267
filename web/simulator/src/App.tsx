import { useCallback, useEffect, useState } from 'react';
import { Faults } from './Faults';
import { MetaSide } from './MetaSide';
import { Phone } from './Phone';
import { Website } from './Website';
import { Wire } from './Wire';
import { channels, useWorld } from './world';

/** The phones in a row, what can go wrong below them, and Meta's own desk at the end. */
export function App() {
  const { world, heard, refused } = useWorld();
  const [problem, setProblem] = useState('');
  /** Runs what was pressed and shows why it did not work. */
  const run = useCallback(async (work: Promise<unknown>) => {
    try {
      await work;
      setProblem('');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }, []);
  useEffect(() => {
    if (!problem) return;
    const timer = setTimeout(() => setProblem(''), 8000);
    return () => clearTimeout(timer);
  }, [problem]);

  if (!world)
    return (
      <main className="empty">
        <h1>Channel simulator</h1>
        {refused ? (
          <p>
            <a href="/">Sign in at the desk</a> first, then open this page again.
          </p>
        ) : (
          <p>Opening the phones…</p>
        )}
      </main>
    );
  return (
    <>
      <header className="top">
        <h1>Channel simulator</h1>
        <p>
          Guests' phones on one side, your desk on the other, and a Meta of our own between them.
        </p>
        <dl className="counts">
          <div>
            <dt>Webhooks on their way</dt>
            <dd data-testid="waiting">{world.waiting}</dd>
          </div>
          <div>
            <dt>Messages taken</dt>
            <dd>{world.sent}</dd>
          </div>
        </dl>
        <a className="button" href="/" target="_blank" rel="noreferrer">
          Open the desk
        </a>
      </header>
      {!heard && <p className="bar">The simulator cannot be heard. Trying again…</p>}
      {problem && (
        <p className="bar" role="alert">
          {problem}
        </p>
      )}
      <main>
        <div className="phones">
          {channels.map((channel) => (
            <Phone key={channel} channel={channel} world={world} run={run} />
          ))}
          {world.website && <Website url={world.website} />}
        </div>
        <div className="panels">
          <Faults world={world} run={run} />
          <Wire world={world} />
          <MetaSide world={world} run={run} />
        </div>
      </main>
    </>
  );
}

/** Runs what was pressed. */
export type Run = (work: Promise<unknown>) => Promise<void>;
