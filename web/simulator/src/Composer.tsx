import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Run } from './App';
import { Menu } from './Menu';
import type { About } from './Phone';
import { ask, type Channel, type Guest, keep } from './world';

interface Extra {
  words: string;
  act: object;
  on?: Channel[];
}

const files: Extra[] = [
  { words: 'Document', act: { do: 'media', file: 'document' } },
  { words: 'Sticker', act: { do: 'media', file: 'sticker' } },
  { words: 'Place', act: { do: 'place' }, on: ['whatsapp', 'messenger'] },
  { words: 'Contact', act: { do: 'card' }, on: ['whatsapp'] },
  { words: 'Answer to your story', act: { do: 'story' }, on: ['instagram'] },
  { words: 'Mention in a story', act: { do: 'mention' }, on: ['instagram'] },
  { words: 'From your advertisement', act: { do: 'advert' } },
  { words: 'Something unsupported', act: { do: 'unsupported' } },
];

const bad: Extra[] = [
  { words: 'Picture of 3 GB', act: { do: 'media', file: 'huge' } },
  { words: 'Picture that never ends', act: { do: 'media', file: 'endless' } },
  { words: 'Picture that is none', act: { do: 'media', file: 'liar' } },
  { words: 'Address inside the network', act: { do: 'media', file: 'inside' } },
];

const ages: [number, string][] = [
  [0, 'now'],
  [3600, 'an hour ago'],
  [25 * 3600, '25 hours ago'],
  [8 * 24 * 3600, '8 days ago'],
];

/** Where the guest writes and attaches, and where the hotel's own phone answers. */
export function Composer({
  guest,
  about,
  done,
  run,
}: {
  guest: Guest;
  about: About | undefined;
  done: () => void;
  run: Run;
}) {
  const [text, setText] = useState('');
  const [ago, setAgo] = useState(0);
  const [owner, setOwner] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const act = (what: object) => run(ask(`guests/${guest.id}/act`, { ago, ...what }));
  useEffect(() => {
    if (!about) return;
    if (about.what === 'edit') setText(about.message.text ?? '');
    box.current?.focus();
  }, [about]);

  const send = (event?: FormEvent) => {
    event?.preventDefault();
    const said = text.trim();
    if (!said) return;
    setText('');
    done();
    if (owner) return act({ do: 'owner', text: said });
    if (about?.what === 'edit') return act({ do: 'edit', message: about.message.id, text: said });
    return act({ do: 'text', text: said, reply_to: about?.message.id });
  };
  const sendFile = (file: string) => {
    done();
    return act({ do: owner ? 'owner' : 'media', file });
  };
  const here = (extra: Extra) => !extra.on || extra.on.includes(guest.channel);

  return (
    <form className={owner ? 'composer owner' : 'composer'} onSubmit={send}>
      {about && (
        <p className="about">
          {about.what === 'edit' ? 'Changing' : 'Replying to'}:{' '}
          {about.message.text || about.message.note || 'a file'}
          <button type="button" aria-label="Leave that" onClick={done}>
            ×
          </button>
        </p>
      )}
      <div className="line">
        <textarea
          ref={box}
          rows={1}
          dir="auto"
          aria-label={owner ? "Answer from the owner's phone" : 'Message'}
          placeholder={owner ? 'Answer from your own phone' : 'Message'}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
              event.preventDefault();
              void send();
            }
          }}
        />
        <button type="submit" className="primary">
          Send
        </button>
      </div>
      <div className="tools">
        <button type="button" onClick={() => sendFile('photo')}>
          Photo
        </button>
        <button type="button" onClick={() => sendFile('voice')}>
          Voice
        </button>
        <Menu label="More" face="More" up>
          {files.filter(here).map((extra) => (
            <button type="button" key={extra.words} onClick={() => act(extra.act)}>
              {extra.words}
            </button>
          ))}
          <button type="button" onClick={() => picker.current?.click()}>
            A file of your own…
          </button>
          <p>Bad files</p>
          {bad.map((extra) => (
            <button type="button" key={extra.words} onClick={() => act(extra.act)}>
              {extra.words}
            </button>
          ))}
          {guest.channel !== 'whatsapp' && (
            <>
              <p>Other apps</p>
              <button type="button" onClick={() => act({ do: 'seize' })}>
                Meta's inbox takes the thread
              </button>
              <button type="button" onClick={() => act({ do: 'release' })}>
                Meta's inbox gives it back
              </button>
            </>
          )}
        </Menu>
        <select
          aria-label="Written"
          value={ago}
          onChange={(event) => setAgo(Number(event.target.value))}
        >
          {ages.map(([seconds, words]) => (
            <option key={seconds} value={seconds}>
              {words}
            </option>
          ))}
        </select>
        <label className="switch">
          <input
            type="checkbox"
            checked={owner}
            onChange={(event) => setOwner(event.target.checked)}
          />
          Owner's phone
        </label>
        <input
          ref={picker}
          type="file"
          hidden
          aria-label="A file of your own"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file) void run(keep(file).then(sendFile));
          }}
        />
      </div>
    </form>
  );
}
