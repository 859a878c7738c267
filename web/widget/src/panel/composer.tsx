import { type Ref, useEffect, useRef, useState } from '#view';
import type { Chat } from './chat';
import { t } from './i18n';
import { Icon } from './icons';
import type { Upload } from './upload';

const TYPING_EVERY = 3_000;
const LONGEST = 4_000;
const AGAIN = 2_000;
// Files whose sender is still being loaded count down, those on their way up.
let waiting = 0;

/** What sends files is loaded with the first one, and tried again for as long as it cannot be had. */
async function sender() {
  for (;;) {
    try {
      return (await import('./upload')).upload;
    } catch {
      await new Promise((later) => setTimeout(later, AGAIN));
    }
  }
}

/** How many characters are too many, as the server counts them. */
const excess = (text: string) =>
  text.length > LONGEST ? Math.max(0, Array.from(text.trim()).length - LONGEST) : 0;

/** The message box with its files. It stays usable in every state: what is written is queued. */
export function Composer({
  chat,
  input,
  onSend,
  drop,
}: {
  chat: Chat;
  input: Ref<HTMLTextAreaElement | null>;
  onSend: () => void;
  drop: { current: (files: FileList | null | undefined) => void };
}) {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const [over, setOver] = useState(0);
  // Send was pressed while a file is on its way: all of it goes when that is there.
  const [held, setHeld] = useState(false);
  const picker = useRef<HTMLInputElement | null>(null);
  const said = useRef(0);
  const saving = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const typing = (on: boolean) => {
    const now = performance.now();
    if (on ? now - said.current < TYPING_EVERY : !said.current) return;
    said.current = on ? now : 0;
    chat.tell('/typing', { on });
  };

  const patch = (id: number, change: Partial<Upload> | null) =>
    setUploads((all) =>
      change
        ? all.map((u) => (u.id === id ? { ...u, ...change } : u))
        : all.filter((u) => u.id !== id),
    );
  const attach = async (list: FileList | null | undefined) => {
    // Copied at once: the picker is emptied, and a drop's list with it, before the code is there.
    const files = Array.from(list ?? []).slice(0, Math.max(0, 5 - uploads.length));
    if (!files.length) return;
    const rows = files.map(({ name }): Upload => ({ id: --waiting, name, progress: 0 }));
    setUploads((all) => [...all, ...rows]);
    const upload = await sender();
    setUploads((all) =>
      all.map((row) => {
        const file = files[rows.indexOf(row)];
        if (!file) return row;
        const made = upload(chat.session, file, (change) => patch(made.id, change));
        return made;
      }),
    );
    input.current?.focus();
  };
  drop.current = attach;

  useEffect(() => {
    const text = chat.keep.get('draft');
    if (text && input.current && !input.current.value) input.current.value = text;
    setOver(excess(text ?? ''));
    grow();
  }, []);

  const grow = () => {
    const el = input.current;
    if (!el || CSS.supports('field-sizing', 'content')) return;
    el.style.height = 'auto';
    el.style.height = `${el.scrollHeight}px`;
  };

  const underWay = () => uploads.some(({ progress }) => progress !== undefined);

  const submit = () => {
    const el = input.current;
    const text = el?.value.trim() ?? '';
    const files = uploads.flatMap(({ file }) => file ?? []);
    if (underWay()) return setHeld(true);
    // What is too long stays in the box, where it can be made shorter.
    if (excess(text)) return el?.focus();
    if (el && (text || files.length)) {
      chat.send(text, files);
      el.value = '';
      clearTimeout(saving.current);
      chat.keep.set('draft', null);
      setUploads([]);
      typing(false);
      grow();
      onSend();
    }
    el?.focus();
  };

  useEffect(() => {
    if (!held || underWay()) return;
    setHeld(false);
    // One that failed says so in its place, and the guest decides.
    if (!uploads.some(({ error }) => error)) submit();
  }, [uploads, held]);

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {uploads.length > 0 && (
        <ul class="uploads">
          {uploads.map((u) => (
            <li key={u.id} class={u.error ? 'error' : ''}>
              {u.preview && !u.error ? <img src={u.preview} alt="" /> : <Icon name="file" />}
              <span class="n">
                {u.error ? <span role="alert">{u.error}</span> : <bdi>{u.name}</bdi>}
                {u.progress !== undefined && (
                  <progress value={u.progress} aria-label={t('uploading', { name: u.name })} />
                )}
              </span>
              <button
                type="button"
                class="icon"
                aria-label={t('discard', { name: u.name })}
                onClick={() => {
                  u.cancel?.();
                  patch(u.id, null);
                  input.current?.focus();
                }}
              >
                <Icon name="close" />
              </button>
            </li>
          ))}
        </ul>
      )}
      {over > 0 && (
        <p id="long" class="bad" role="alert">
          {t('too_long')} <bdi>{`${LONGEST + over} / ${LONGEST}`}</bdi>
        </p>
      )}
      <div class="row">
        <button
          type="button"
          class="icon"
          aria-label={t('attach')}
          onClick={() => picker.current?.click()}
        >
          <Icon name="clip" />
        </button>
        <input
          ref={picker}
          type="file"
          hidden
          multiple
          accept="image/jpeg,image/png,image/gif,image/webp,application/pdf"
          onChange={({ currentTarget }) => {
            void attach(currentTarget.files);
            currentTarget.value = '';
          }}
        />
        <textarea
          ref={input}
          rows={1}
          dir="auto"
          aria-label={t('message')}
          aria-invalid={over > 0}
          aria-describedby={over ? 'long' : undefined}
          placeholder={t('placeholder')}
          enterkeyhint="send"
          onInput={({ currentTarget: { value } }) => {
            grow();
            typing(!!value);
            setOver(excess(value));
            clearTimeout(saving.current);
            saving.current = setTimeout(() => chat.keep.set('draft', value || null), 300);
          }}
          onKeyDown={(event) => {
            // An input method uses Enter to accept a word (229: Safari ends composing first).
            if (
              event.key !== 'Enter' ||
              event.shiftKey ||
              event.isComposing ||
              event.keyCode === 229
            )
              return;
            event.preventDefault();
            submit();
          }}
          onPaste={(event) => {
            const files = event.clipboardData?.files;
            if (!files?.length) return;
            event.preventDefault();
            void attach(files);
          }}
        />
        <button type="submit" class="icon send" aria-label={t('send')} aria-busy={held}>
          <Icon name="send" />
        </button>
      </div>
    </form>
  );
}
