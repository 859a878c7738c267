import { safeUrl } from '../../../../shared/text';
import type { Chat } from '../chat';
import { t } from '../i18n/late';

export { ready } from './ready';

const FIELDS = ['name', 'email', 'phone'] as const;
const INPUTS = {
  name: { type: 'text', autoComplete: 'name', list: undefined },
  email: { type: 'email', autoComplete: 'email', list: undefined },
  phone: { type: 'tel', autoComplete: 'tel', list: undefined },
} as const;

/**
 * The questions a property asks before a chat: at most three, with the reason, and never in the way
 * of a guest who prefers not to answer. What is written meanwhile waits in the queue.
 */
export default function PreChat({ chat, onDone }: { chat: Chat; onDone: () => void }) {
  const asked = chat.config.pre_chat;
  const done = () => {
    chat.keep.set('asked', '1');
    chat.outbox.hold(false);
    onDone();
  };
  const policy = asked?.policy_url && safeUrl(asked.policy_url);
  return (
    <form
      class="dock pre"
      aria-label={t('before')}
      onSubmit={(event) => {
        event.preventDefault();
        const values: Record<string, string> = {};
        for (const [name, value] of new FormData(event.currentTarget)) {
          if (typeof value === 'string' && value.trim()) values[name] = value.trim();
        }
        chat.about.set(values);
        done();
      }}
    >
      <h2>{t('before')}</h2>
      {asked?.why && <p dir="auto">{asked.why}</p>}
      {FIELDS.filter((field) => asked?.fields.includes(field)).map((field) => (
        <label key={field}>
          {t(field)}
          <input {...INPUTS[field]} name={field} dir="auto" maxLength={200} />
        </label>
      ))}
      {policy && (
        <a href={policy.href} target="_blank" rel="noopener noreferrer">
          {t('policy')}
        </a>
      )}
      <div class="ways">
        <button type="submit" class="primary">
          {t('continue')}
        </button>
        <button type="button" class="chip" onClick={done}>
          {t('skip')}
        </button>
      </div>
    </form>
  );
}
