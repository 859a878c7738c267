import type { Chat } from '../chat';
import { locale } from '../i18n';
import { t } from '../i18n/late';
import { Icon } from '../icons';
import { moment, placeOf } from './moment';

export { ready } from './ready';

/** When the desk answers again, by its own clock and by the guest's where that shows another time. */
function Opens({ chat }: { chat: Chat }) {
  const { desk } = chat.state;
  if (!desk || desk.open || !desk.opens_at) return <p class="hint">{t('nobody')}</p>;
  const { there, here } = moment(new Date(desk.opens_at), new Date(), locale, desk.zone);
  return (
    <p class="hint">
      {t('opens', { time: there, zone: placeOf(desk.zone) })}
      {here && ` ${t('here', { time: here })}`}
    </p>
  );
}

/**
 * The way to a person, beside an answer or above the message box: the one Human Chat button, or,
 * where nobody can be asked now, when that is possible again and a message to be left.
 */
export function Person({ chat }: { chat: Chat }) {
  if (chat.state.human?.offer === 'leave_message')
    return (
      <div class="later">
        <Opens chat={chat} />
        <button type="button" class="chip strong" onClick={() => chat.leave(true)}>
          {t('leave')}
        </button>
      </div>
    );
  return (
    <button
      type="button"
      class="chip human"
      aria-busy={chat.acting}
      onClick={() => chat.act('POST', '/human')}
    >
      <Icon name="person" />
      {t('human')}
    </button>
  );
}

export default Person;
