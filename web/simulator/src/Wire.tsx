import { channelNames, type World } from './world';

/** The last webhooks: what they said, how the desk answered and how fast. */
export function Wire({ world }: { world: World }) {
  const posted = [...(world.posted ?? [])].reverse().slice(0, 14);
  return (
    <section className="panel" aria-labelledby="wire">
      <h2 id="wire">On the wire</h2>
      {posted.length === 0 ? (
        <p className="hint">Nothing was posted yet. Write something on a phone.</p>
      ) : (
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Channel</th>
                <th scope="col">Event</th>
                <th scope="col">Answer</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {posted.map((p, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: rows have no id, and all move at once
                <tr key={at} className={p.status === 200 ? '' : 'warn'}>
                  <td>{channelNames[p.channel]}</td>
                  <td>
                    {p.event}
                    {p.try > 1 && ` (try ${p.try})`}
                  </td>
                  <td>{p.status || p.problem}</td>
                  <td>{p.took_ms} ms</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
