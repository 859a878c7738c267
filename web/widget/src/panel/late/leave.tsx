import { useEffect, useRef, useState } from '#view';
import { ApiError } from '../../../../shared/problem';
import { safeUrl } from '../../../../shared/text';
import type { Chat } from '../chat';
import { t } from '../i18n/late';
import { Icon } from '../icons';
import {
  drop,
  FIELDS,
  type Field,
  type Form,
  keep,
  LONGEST,
  opened,
  type Wrong,
  wrong,
} from './form';
import { Phone } from './phone';

export { ready } from './ready';

const INPUTS = {
  name: { type: 'text', autoComplete: 'name', maxLength: 200, dir: 'auto' },
  email: { type: 'email', autoComplete: 'email', maxLength: 254, dir: 'ltr' },
  phone: { type: 'tel', autoComplete: 'tel', maxLength: 40, dir: 'ltr' },
} as const;

/** What the server's refusal of a field means in the guest's language. */
const REFUSED: Record<Field, Wrong> = {
  name: 'bad_name',
  email: 'bad_email',
  phone: 'bad_phone',
  text: 'too_long',
};

/**
 * The form for a message to the desk. What is known is filled in, what is half written is kept, and
 * what does not get through stays where it is. The form has an id, so that it becomes one ticket
 * however often it is sent.
 */
export default function Leave({ chat }: { chat: Chat }) {
  const [first] = useState(() => opened(chat));
  const form = useRef<Form>(first);
  const [errors, setErrors] = useState<Partial<Record<Field, Wrong>>>({});
  const [phase, setPhase] = useState<'' | 'sending' | 'failed'>('');
  const [over, setOver] = useState(0);
  const box = useRef<HTMLFormElement | null>(null);
  const { config } = chat;
  const policy = config.privacy_url ? safeUrl(config.privacy_url) : null;

  const focus = (field: Field | undefined) => {
    const input = box.current?.querySelector<HTMLElement>(`[name=${field}]`);
    input?.focus();
    // With its name and with what is wrong, in the little room that a phone leaves.
    input?.closest('.leave > div')?.scrollIntoView?.({ block: 'nearest' });
  };
  useEffect(() => {
    // To the first thing that is missing: who is known only has to write.
    focus(FIELDS.find((f) => !form.current[f] && (f !== 'phone' || !form.current.email)) ?? 'text');
    count();
  }, []);

  const count = () => {
    const n = form.current.text.length > LONGEST ? Array.from(form.current.text.trim()).length : 0;
    setOver(Math.max(0, n - LONGEST));
  };
  const change = (field: Field, value: string) => {
    form.current = { ...form.current, [field]: value };
    keep(chat, form.current);
    if (field === 'text') count();
    // What was complained of is looked at again with every key; nothing is complained of while one writes.
    if (Object.keys(errors).length) {
      const now = wrong(form.current);
      setErrors(
        Object.fromEntries(FIELDS.filter((f) => errors[f] && now[f]).map((f) => [f, now[f]])),
      );
    }
  };
  const send = async () => {
    if (phase === 'sending') return;
    const found = wrong(form.current);
    setErrors(found);
    const first = FIELDS.find((f) => found[f]);
    if (first) return focus(first);
    setPhase('sending');
    const sent = Object.fromEntries(
      Object.entries(form.current).flatMap(([k, v]) => (v.trim() ? [[k, v.trim()]] : [])),
    );
    try {
      await chat.session.call('POST', '/leave-message', sent);
      drop(chat, true);
      chat.leave(false);
      chat.follow();
    } catch (error) {
      setPhase('failed');
      const { problem } = error instanceof ApiError ? error : { problem: null };
      const refused: Partial<Record<Field, Wrong>> = {};
      for (const { location } of (problem?.errors ?? []) as { location?: string }[]) {
        const field = FIELDS.find((f) => location?.split('.').pop() === f);
        if (field) refused[field] = REFUSED[field];
      }
      setErrors(refused);
      const at = FIELDS.find((f) => refused[f]);
      if (at) {
        setPhase('');
        focus(at);
      }
    }
  };

  // Beside the label and not in it: what is wrong is no part of a field's name.
  const bad = (field: Field) =>
    errors[field] && (
      <span class="bad" id={`bad-${field}`}>
        <Icon name="bang" />
        <span>{t(errors[field])}</span>
      </span>
    );
  const aria = (field: Field, more = '') => ({
    name: field,
    'aria-required': field === 'name' || field === 'text',
    'aria-invalid': !!errors[field],
    'aria-describedby': `${errors[field] ? `bad-${field} ` : ''}${more}`.trim() || undefined,
  });
  return (
    <form
      ref={box}
      class="dock leave"
      noValidate
      aria-label={t('leave')}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="top">
        <h2>{t('leave')}</h2>
        <button
          type="button"
          class="icon"
          aria-label={t('not_now')}
          onClick={() => chat.leave(false)}
        >
          <Icon name="close" />
        </button>
      </div>
      {(['name', 'email', 'phone'] as const).map((field) => (
        <div key={field} class={field}>
          <label>
            {t(field)}
            <input
              {...INPUTS[field]}
              {...aria(field, field === 'name' ? '' : 'either')}
              value={first[field]}
              onInput={({ currentTarget }) => change(field, currentTarget.value)}
            />
          </label>
          {bad(field)}
        </div>
      ))}
      <p id="either" class="hint">
        {t('either')}
      </p>
      <div class="text">
        <label>
          {t('text')}
          <textarea
            rows={3}
            dir="auto"
            {...aria('text', over ? 'over' : '')}
            value={first.text}
            onInput={({ currentTarget }) => change('text', currentTarget.value)}
          />
        </label>
        {bad('text')}
        {over > 0 && (
          <span id="over" class="bad count">
            <bdi>{`${LONGEST + over} / ${LONGEST}`}</bdi>
          </span>
        )}
      </div>
      <p class="hint">
        {t('consent')}{' '}
        {policy && (
          <a href={policy.href} target="_blank" rel="noopener noreferrer">
            {t('policy')}
          </a>
        )}
      </p>
      <div class="ways">
        {phase === 'failed' && (
          <p class="bad" role="alert">
            <Icon name="bang" />
            <span>{t('unsent')}</span>
            <button type="submit" class="link">
              {t('retry')}
            </button>
          </p>
        )}
        <button type="submit" class="primary" aria-busy={phase === 'sending'}>
          {t('send_message')}
        </button>
        {phase === 'failed' && config.phone && <Phone phone={config.phone} />}
      </div>
    </form>
  );
}
