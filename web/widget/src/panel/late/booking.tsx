import { useEffect, useRef, useState } from '#view';
import { ApiError } from '../../../../shared/problem';
import type { Chat } from '../chat';
import { t } from '../i18n/late';
import { Icon } from '../icons';

export { ready } from './ready';

/**
 * Beside an answer that is for guests with a booking: the guest says of which one they are, and what
 * they asked is answered. What is wrong nobody tells, so that nobody finds out by trying.
 */
export default function Booking({ chat }: { chat: Chat }) {
  const [open, setOpen] = useState(false);
  const [phase, setPhase] = useState<
    '' | 'sending' | 'booking_need' | 'booking_miss' | 'booking_wait' | 'unsent'
  >('');
  const box = useRef<HTMLFormElement | null>(null);
  useEffect(() => {
    if (open) box.current?.querySelector('input')?.focus();
  }, [open]);
  if (!open)
    return (
      <button type="button" class="chip" onClick={() => setOpen(true)}>
        {t('booking')}
      </button>
    );
  const send = async (form: HTMLFormElement) => {
    if (phase === 'sending') return;
    const said: Record<string, string> = {};
    for (const [name, value] of new FormData(form)) said[name] = `${value}`.trim();
    const missing = Object.keys(said).find((name) => !said[name]);
    if (missing) {
      setPhase('booking_need');
      form.querySelector<HTMLElement>(`[name=${missing}]`)?.focus();
      return;
    }
    setPhase('sending');
    try {
      await chat.session.call('POST', '/booking', said);
      chat.follow(); // the question is asked again by itself
    } catch (error) {
      const status = error instanceof ApiError ? error.status : 0;
      setPhase(status === 422 ? 'booking_miss' : status === 429 ? 'booking_wait' : 'unsent');
    }
  };
  return (
    <form
      ref={box}
      class="booking"
      noValidate
      aria-label={t('booking')}
      onSubmit={(event) => {
        event.preventDefault();
        void send(event.currentTarget);
      }}
    >
      <p class="hint">{t('booking_hint')}</p>
      <label>
        {t('booking_number')}
        <input name="number" autoComplete="off" dir="auto" maxLength={100} required />
      </label>
      <label>
        {t('surname')}
        <input name="surname" autoComplete="family-name" dir="auto" maxLength={120} required />
      </label>
      <label>
        {t('arrival')}
        <input name="arrival" type="date" required />
      </label>
      {phase && phase !== 'sending' && (
        <p class="bad" role="alert">
          <Icon name="bang" />
          <span>{t(phase)}</span>
        </p>
      )}
      <div class="ways">
        <button type="submit" class="primary" aria-busy={phase === 'sending'}>
          {t('continue')}
        </button>
        <button type="button" class="chip" onClick={() => setOpen(false)}>
          {t('not_now')}
        </button>
      </div>
    </form>
  );
}
