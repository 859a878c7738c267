import { useState } from '#view';
import type { Chat } from '../chat';
import { t } from '../i18n/late';
import { Transcript } from './transcript';

export { ready } from './ready';

/** After the conversation was closed: a rating of one tap, which nobody has to give, and the way on. */
export default function Closed({ chat, onAgain }: { chat: Chat; onAgain: () => void }) {
  const [given, setGiven] = useState(0);
  return (
    <div class="dock closed">
      <p>{t('resolved')}</p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is not a flex container everywhere */}
      <div class="rate" role="group" aria-label={t('rate')}>
        <span aria-hidden="true">{t(given ? 'thanks' : 'rate')}</span>
        {[1, 2, 3, 4, 5].map((stars) => (
          <button
            key={stars}
            type="button"
            class={stars <= given ? 'star on' : 'star'}
            aria-pressed={stars === given}
            aria-label={t('stars', { n: stars })}
            onClick={() => {
              setGiven(stars);
              chat.tell('/rating', { stars });
            }}
          >
            <svg viewBox="0 0 20 20" aria-hidden="true">
              <path d="m10 2.800 2.200 4.600 5 .7-3.600 3.500.9 5-4.500-2.400-4.500 2.400.9-5L2.800 8.100l5-.7z" />
            </svg>
          </button>
        ))}
      </div>
      <span class="vh" role="status">
        {given ? t('thanks') : ''}
      </span>
      <button type="button" class="chip" onClick={onAgain}>
        {t('again')}
      </button>
      {chat.state.transcript && <Transcript chat={chat} />}
    </div>
  );
}
