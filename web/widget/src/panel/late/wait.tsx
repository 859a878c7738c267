import { useEffect, useRef, useState } from '#view';
import { countdown } from '../../../../shared/time';
import type { Chat } from '../chat';
import { locale } from '../i18n';
import { t } from '../i18n/late';
import { Icon } from '../icons';
import { isEmail, isPhone } from './form';
import { span } from './moment';

const ROUND = 2 * Math.PI * 13;

/** The brass ring: one stroke, driven by the server's deadline. Without a connection it only stands. */
function Ring({ chat }: { chat: Chat }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const clock = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(clock);
  }, []);
  const left = Math.max(0, chat.deadline - performance.now());
  const part = left / (chat.state.request?.total_ms || 1);
  const known = left > 0 && !chat.downSince;
  return (
    <span class={known ? 'ring' : 'ring still'} role="timer" aria-label={countdown(left)}>
      <svg viewBox="0 0 32 32" aria-hidden="true">
        <circle cx="16" cy="16" r="13" />
        <circle
          cx="16"
          cy="16"
          r="13"
          stroke-dasharray={ROUND}
          stroke-dashoffset={ROUND * (1 - Math.min(1, part))}
        />
      </svg>
      <span aria-hidden="true">{known ? countdown(left) : '···'}</span>
    </span>
  );
}

/** Asked once, while one waits: where to reach a guest whose line is cut. */
function CutOff({ chat }: { chat: Chat }) {
  const [phase, setPhase] = useState<'' | 'bad' | 'saved'>('');
  const input = useRef<HTMLInputElement | null>(null);
  const never = () => {
    chat.about.set({ no_address: true });
    chat.keep.set('reach', '1'); // at once, whatever the weather
    chat.changed();
  };
  if (phase === 'saved')
    return (
      <p class="cut" role="status">
        {t('reached')}
      </p>
    );
  if (!chat.state.request?.ask_contact || chat.keep.get('reach')) return null;
  return (
    <form
      class="cut"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const value = input.current?.value.trim() ?? '';
        if (!isEmail(value) && !isPhone(value)) {
          setPhase('bad');
          input.current?.focus();
          return;
        }
        chat.about.set({ [isEmail(value) ? 'email' : 'phone']: value });
        chat.keep.set('reach', '1');
        setPhase('saved');
      }}
    >
      <label>
        {t('cut_off')}
        <input
          ref={input}
          dir="ltr"
          autoComplete="email"
          maxLength={254}
          aria-label={t('reach')}
          placeholder={t('reach')}
          aria-invalid={phase === 'bad'}
          aria-describedby={phase === 'bad' ? 'bad-reach' : undefined}
        />
      </label>
      <button type="submit" class="chip">
        {t('save')}
      </button>
      <button type="button" class="icon" aria-label={t('not_now')} onClick={never}>
        <Icon name="close" />
      </button>
      {phase === 'bad' && (
        <p class="bad" id="bad-reach" role="alert">
          <Icon name="bang" />
          <span>{t('need_address')}</span>
        </p>
      )}
    </form>
  );
}

/** The guest waits for a person: how long, what was promised, and the ways out of it. */
export function Wait({ chat }: { chat: Chat }) {
  const { request } = chat.state;
  const promised = request?.state === 'promised';
  const typical = !promised && request?.typical_ms;
  return (
    <div class="dock wait">
      {request && <Ring chat={chat} />}
      <div class="what">
        <p>
          {promised ? (request.by ? t('seen', { name: request.by }) : t('promised')) : t('waiting')}
        </p>
        {typical && <p class="hint">{t('typical', { time: span(typical, locale) })}</p>}
      </div>
      <div class={promised && !chat.leaving ? 'ways whole' : 'ways'}>
        {promised && !chat.leaving && (
          <button type="button" class="chip" onClick={() => chat.leave(true)}>
            {t('leave')}
          </button>
        )}
        <button
          type="button"
          class="chip"
          aria-busy={chat.acting}
          onClick={() => chat.act('DELETE', '/human')}
        >
          {t('cancel')}
        </button>
      </div>
      {!chat.leaving && <CutOff key={request?.opened_at} chat={chat} />}
    </div>
  );
}
