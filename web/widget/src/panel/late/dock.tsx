import type { Chat } from '../chat';
import { t } from '../i18n/late';
import { lazy } from '../lazy';
import { begun, drop } from './form';
import { Person } from './person';
import { Phone } from './phone';
import { Wait } from './wait';

export { ready } from './ready';

const Leave = lazy<{ chat: Chat }>(() => import('./leave'));

const CHOICES = ['ask_meanwhile', 'keep_chatting', 'keep_waiting'] as const;

/** Whom to call where somebody may be in danger. It stays until the guest puts it away. */
function Danger({ chat }: { chat: Chat }) {
  const { emergency } = chat.state;
  const found = chat.entries.findLast(({ code }) => code === 'emergency');
  if (!emergency || (found && chat.keep.get('calm') === found.id)) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for what is filled in
    <div class="dock danger" role="group" aria-label={t('danger')}>
      <p>{t('danger')}</p>
      {emergency.number && <Phone phone={emergency.number} strong />}
      {emergency.property && <Phone phone={emergency.property} word="call_house" />}
      {chat.state.controller.kind === 'agent' && found && (
        <button
          type="button"
          class="link"
          onClick={() => {
            chat.keep.set('calm', found.id);
            chat.changed();
          }}
        >
          {t('not_now')}
        </button>
      )}
    </div>
  );
}

/** Between log and message box: what stands to be decided now. Never a copy of the log's words. */
export default function Dock({ chat, human }: { chat: Chat; human: boolean }) {
  const { state, config, refusal, leaving } = chat;
  const offer = state.offer?.state === 'shown' ? state.offer : undefined;
  const phone = offer?.phone ?? config.phone;
  const kept = !leaving && begun(chat);
  return (
    <>
      {refusal && (
        <div class="dock" role="alert">
          <p>{(refusal.code !== 'forbidden' && refusal.problem?.detail) || t('unavailable')}</p>
          {phone && <Phone phone={phone} />}
        </div>
      )}
      <Danger chat={chat} />
      {state.controller.kind === 'waiting' && <Wait chat={chat} />}
      {offer && !leaving && (
        <div class="dock offer">
          {kept && <p>{t('kept')}</p>}
          {offer.choices.includes('leave_message') && (
            <button type="button" class="chip strong" onClick={() => chat.leave(true)}>
              {t('leave')}
            </button>
          )}
          {CHOICES.filter((choice) => offer.choices.includes(choice)).map((choice) => (
            <button
              key={choice}
              type="button"
              class="chip"
              aria-busy={chat.acting}
              onClick={() => chat.act('POST', '/offer', { choice })}
            >
              {t(choice)}
            </button>
          ))}
          {!refusal && phone && <Phone phone={phone} />}
        </div>
      )}
      {kept && !offer && (
        <div class="dock kept">
          <p>{t('kept')}</p>
          <button type="button" class="chip" onClick={() => chat.leave(true)}>
            {t('resume')}
          </button>
          <button type="button" class="link" onClick={() => drop(chat, false)}>
            {t('drop')}
          </button>
        </div>
      )}
      {human && !leaving && !kept && (
        <div class="dock bare">
          <Person chat={chat} />
        </div>
      )}
      {leaving && chat.loaded && <Leave chat={chat} />}
    </>
  );
}
