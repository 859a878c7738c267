import { useEffect, useState } from '#view';
import { countdown } from '../../../shared/time';
import type { Chat } from './chat';
import { isRtl, locale, t } from './i18n';
import { Icon } from './icons';
import { Human } from './log';

/** A telephone number as a link that dials; isolated, or its plus would wander in a line of Arabic. */
export const Phone = ({ phone }: { phone: string }) => (
  <a class="chip" href={`tel:${phone.replace(/[^+\d]/g, '')}`}>
    <Icon name="phone" />
    {t('call', { phone: isRtl(locale) ? `\u2066${phone}\u2069` : phone })}
  </a>
);

const ROUND = 2 * Math.PI * 13;

/** The brass ring: one stroke, driven by the server's deadline. */
function Ring({ chat }: { chat: Chat }) {
  const [, tick] = useState(0);
  useEffect(() => {
    const clock = setInterval(() => tick((n) => n + 1), 1000);
    return () => clearInterval(clock);
  }, []);
  const left = Math.max(0, chat.deadline - performance.now());
  const part = left / (chat.state.request?.total_ms || 1);
  return (
    <span class="ring" role="timer" aria-label={countdown(left)}>
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
      <span aria-hidden="true">{Math.ceil(left / 1000)}</span>
    </span>
  );
}

const CHOICES = ['ask_meanwhile', 'keep_chatting', 'keep_waiting'] as const;

/** Between log and message box: what stands to be decided now. Never a copy of the log's words. */
export function Dock({ chat, human }: { chat: Chat; human: boolean }) {
  const { state, config, refusal } = chat;
  const offer = state.offer?.state === 'shown' ? state.offer : undefined;
  const phone = offer?.phone ?? config.phone;
  return (
    <>
      {refusal && (
        <div class="dock" role="alert">
          <p>{(refusal.code !== 'forbidden' && refusal.problem?.detail) || t('unavailable')}</p>
          {phone && <Phone phone={phone} />}
        </div>
      )}
      {state.controller.kind === 'waiting' && (
        <div class="dock wait">
          {state.request && <Ring chat={chat} />}
          <p>{t(state.request?.state === 'promised' ? 'promised' : 'waiting')}</p>
          <button type="button" class="chip" onClick={() => chat.act('DELETE', '/human')}>
            {t('cancel')}
          </button>
        </div>
      )}
      {offer && (
        <div class="dock offer">
          {CHOICES.filter((choice) => offer.choices.includes(choice)).map((choice) => (
            <button
              key={choice}
              type="button"
              class="chip"
              onClick={() => chat.act('POST', '/offer', { choice })}
            >
              {t(choice)}
            </button>
          ))}
          {!refusal && phone && <Phone phone={phone} />}
        </div>
      )}
      {human && (
        <div class="dock bare">
          <Human chat={chat} />
        </div>
      )}
    </>
  );
}
