import { useEffect } from '#view';
import type { Chat } from '../chat';
import { locale } from '../i18n';
import { t } from '../i18n/late';
import { Icon } from '../icons';
import { moment, placeOf } from './moment';

export { ready } from './ready';

const LOOK = 60_000;

/** When the desk answers again, by its own clock and by the guest's where that shows another time. */
function Opens({ chat }: { chat: Chat }) {
  const { desk } = chat.state;
  // Who comes on duty meanwhile is not told to everybody: whoever looks at this asks now and then.
  useEffect(() => {
    const clock = setInterval(() => {
      if (document.visibilityState === 'visible') chat.catchUp().catch(() => {});
    }, LOOK);
    return () => clearInterval(clock);
  }, []);
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
