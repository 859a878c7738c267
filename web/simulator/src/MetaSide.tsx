import { useState } from 'react';
import type { Run } from './App';
import { type Account, ask, type Channel, channelNames, channels, type World } from './world';

/** Meta's own desk: the app with its secrets, where its webhooks go, and each account's switches. */
export function MetaSide({ world, run }: { world: World; run: Run }) {
  return (
    <section className="panel" aria-labelledby="meta">
      <h2 id="meta">At Meta</h2>
      <p className="hint">
        What you would find on Meta's pages. To practise connecting, paste these into the desk's
        Channels page, and what it shows you in here.
      </p>
      <dl className="facts">
        <Fact name="App ID" value={world.app.id} />
        <Fact name="App secret" value={world.app.secret} secret />
        <Fact name="Instagram app secret" value={world.app.instagram_secret} secret />
      </dl>
      {channels.map((channel) => (
        <Product key={channel} channel={channel} world={world} run={run} />
      ))}
    </section>
  );
}

function Product({ channel, world, run }: { channel: Channel; world: World; run: Run }) {
  const hook = world.app.hooks[channel];
  const [callback, setCallback] = useState<string>();
  const [token, setToken] = useState<string>();
  const address = callback ?? hook?.callback ?? '';
  const verify = token ?? hook?.verify_token ?? '';
  return (
    <details>
      <summary>
        {channelNames[channel]}
        <span className={hook?.verified ? 'lamp on' : 'lamp'}>
          {hook?.verified ? 'webhook verified' : 'no webhook'}
        </span>
      </summary>
      <label className="field">
        Callback URL
        <input value={address} onChange={(event) => setCallback(event.target.value)} />
      </label>
      <label className="field">
        Verify token
        <input
          value={verify}
          autoComplete="off"
          onChange={(event) => setToken(event.target.value)}
        />
      </label>
      <button
        type="button"
        onClick={() => run(ask('connect', { channel, callback: address, verify_token: verify }))}
      >
        Verify and save
      </button>
      {hook?.problem && <p className="warn">{hook.problem}</p>}
      {world.accounts
        .filter((account) => account.channel === channel)
        .map((account) => (
          <AccountFacts key={account.key} account={account} run={run} />
        ))}
    </details>
  );
}

function AccountFacts({ account, run }: { account: Account; run: Run }) {
  const set = (change: object) =>
    run(ask('set', { account: { channel: account.channel, key: account.key, ...change } }));
  const names: Record<Channel, [string, string]> = {
    whatsapp: ['Phone number ID', 'WhatsApp Business Account ID'],
    messenger: ['Page ID', ''],
    instagram: ['Instagram account ID', 'Page ID'],
  };
  const [key, parent] = names[account.channel];
  return (
    <>
      <dl className="facts">
        <Fact name={key} value={account.key} />
        {account.parent && <Fact name={parent} value={account.parent} />}
        <Fact name="Access token" value={account.token} secret />
      </dl>
      <label className="switch">
        <input
          type="checkbox"
          checked={account.subscribed}
          onChange={() => set({ subscribed: !account.subscribed })}
        />
        The app is subscribed to this account
      </label>
      <label className="switch">
        <input
          type="checkbox"
          checked={account.revoked}
          onChange={() => set({ revoked: !account.revoked })}
        />
        The token was revoked
      </label>
      {account.channel !== 'whatsapp' && (
        <label className="switch">
          <input
            type="checkbox"
            checked={account.human_agent}
            onChange={() => set({ human_agent: !account.human_agent })}
          />
          People may answer for 7 days (HUMAN_AGENT)
        </label>
      )}
    </>
  );
}

function Fact({ name, value, secret = false }: { name: string; value: string; secret?: boolean }) {
  const [copied, setCopied] = useState(false);
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{secret ? `${value.slice(0, 6)}…` : value}</code>
        <button
          type="button"
          aria-label={`Copy ${name}`}
          onClick={() =>
            navigator.clipboard.writeText(value).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }
        >
          {copied ? 'Copied' : 'Copy'}
        </button>
      </dd>
    </div>
  );
}
