import type { Run } from './App';
import { Menu } from './Menu';
import type { About } from './Phone';
import { ask, type Guest, type Media, type Message } from './world';

const ticks: Record<string, [string, string]> = {
  sent: ['✓', 'Sent'],
  delivered: ['✓✓', 'Delivered'],
  read: ['✓✓', 'Read'],
  played: ['▶', 'Played'],
  failed: ['!', 'Failed'],
};

const emojis = ['👍', '❤️', '😆', '😮', '😢'];

/** One message on the phone, with what the guest can do about it. */
export function Bubble({
  message,
  guest,
  newest,
  replied,
  run,
  about,
}: {
  message: Message;
  guest: Guest;
  newest: boolean;
  replied: Message | undefined;
  run: Run;
  about: (what: About) => void;
}) {
  const act = (what: object) => run(ask(`guests/${guest.id}/act`, what));
  const own = message.by === 'guest';
  const tick = own ? undefined : ticks[message.state ?? ''];
  return (
    <article
      className={`bubble ${own ? 'own' : 'theirs'}${message.state === 'failed' ? ' failed' : ''}`}
      data-by={message.by}
    >
      {replied && <blockquote>{replied.text || replied.note || 'A file'}</blockquote>}
      {message.note && <p className="note">{message.note}</p>}
      {(message.media ?? []).map((media) => (
        <Attached
          key={media.id}
          media={media}
          heard={() => run(ask('set', { played: { guest: guest.id, message: message.id } }))}
        />
      ))}
      {message.place && (
        <p className="note">
          📍 {message.place.name} ({message.place.latitude.toFixed(4)},{' '}
          {message.place.longitude.toFixed(4)})
        </p>
      )}
      {message.text && (
        <p className="text" dir="auto">
          {message.text}
        </p>
      )}
      {message.unsent && <p className="note">Taken back</p>}
      {message.choices && (newest || guest.channel === 'whatsapp') && (
        <fieldset className="choices">
          <legend>{message.list || 'Choices'}</legend>
          {message.choices.map((choice) => (
            <button
              type="button"
              key={choice.payload}
              title={choice.description}
              onClick={() => act({ do: 'choice', message: message.id, payload: choice.payload })}
            >
              {choice.title}
            </button>
          ))}
        </fieldset>
      )}
      <footer>
        {message.by === 'owner' && <span>from your own phone</span>}
        {message.late && <span>HUMAN_AGENT</span>}
        {(message.edits ?? 0) > 0 && <span>edited</span>}
        <time dateTime={message.at}>
          {new Date(message.at).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' })}
        </time>
        {tick && (
          <span className={`tick ${message.state}`} role="img" aria-label={tick[1]} title={tick[1]}>
            {tick[0]}
          </span>
        )}
      </footer>
      {(message.heart || message.answer) && (
        <span className="hearts">
          {message.heart}
          {message.answer}
        </span>
      )}
      {!message.unsent && (
        <Menu label="What to do with this message" face="⋯">
          <div className="emojis">
            {emojis.map((emoji) => (
              <button
                type="button"
                key={emoji}
                aria-label={`React with ${emoji}`}
                onClick={() =>
                  act({
                    do: 'react',
                    message: message.id,
                    emoji: message.heart === emoji ? '' : emoji,
                  })
                }
              >
                {emoji}
              </button>
            ))}
          </div>
          <button type="button" onClick={() => about({ message, what: 'reply' })}>
            Reply
          </button>
          {own && message.text && (
            <button type="button" onClick={() => about({ message, what: 'edit' })}>
              Change
            </button>
          )}
          {own && guest.channel !== 'messenger' && (
            <button type="button" onClick={() => act({ do: 'unsend', message: message.id })}>
              Take back
            </button>
          )}
        </Menu>
      )}
    </article>
  );
}

function Attached({ media, heard }: { media: Media; heard: () => void }) {
  const url = `api/files/${media.id}`;
  switch (media.kind) {
    case 'image':
    case 'sticker':
      return <img src={url} alt={media.name || 'A picture'} className={media.kind} />;
    case 'audio':
      return (
        // biome-ignore lint/a11y/useMediaCaption: what guests and agents say has no captions
        <audio
          controls
          preload="metadata"
          src={url}
          aria-label={media.voice ? 'Voice message' : 'Sound'}
          onPlay={heard}
        />
      );
    case 'video':
      // biome-ignore lint/a11y/useMediaCaption: what guests and agents film has no captions
      return <video controls preload="metadata" src={url} aria-label="Film" />;
    default:
      return (
        <a href={url} download={media.name ?? 'file'}>
          📄 {media.name || 'A file'}
        </a>
      );
  }
}
