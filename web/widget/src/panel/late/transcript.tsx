import { useEffect, useRef, useState } from '#view';
import type { Chat } from '../chat';
import { t } from '../i18n/late';
import { Icon } from '../icons';
import { isEmail } from './form';

/** The conversation by e-mail, for whoever wants to keep it. */
export function Transcript({ chat }: { chat: Chat }) {
  const [phase, setPhase] = useState<'' | 'open' | 'bad' | 'sending' | 'failed' | 'sent'>('');
  const [to, setTo] = useState('');
  const input = useRef<HTMLInputElement | null>(null);
  useEffect(() => {
    if (phase === 'open' || phase === 'bad') input.current?.focus();
  }, [phase]);
  if (phase === 'sent') return <p role="status">{t('transcript_sent', { email: to })}</p>;
  if (!phase)
    return (
      <button type="button" class="chip" onClick={() => setPhase('open')}>
        <Icon name="mail" />
        {t('transcript')}
      </button>
    );
  const send = async () => {
    const email = input.current?.value.trim() ?? '';
    if (phase === 'sending') return;
    if (!isEmail(email)) return setPhase('bad');
    setPhase('sending');
    await chat.session.call('POST', '/transcript', { email }).then(
      () => {
        setTo(email);
        setPhase('sent');
      },
      () => setPhase('failed'),
    );
  };
  const wrong = phase === 'bad' || phase === 'failed';
  return (
    <form
      class="cut"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <label>
        {t('transcript')}
        <input
          ref={input}
          type="email"
          dir="ltr"
          autoComplete="email"
          maxLength={254}
          aria-label={t('email')}
          placeholder={t('email')}
          value={chat.state.form?.email ?? ''}
          aria-invalid={phase === 'bad'}
          aria-describedby={wrong ? 'bad-transcript' : undefined}
        />
      </label>
      <button type="submit" class="chip" aria-busy={phase === 'sending'}>
        {t('send')}
      </button>
      {wrong && (
        <p class="bad" id="bad-transcript" role="alert">
          <Icon name="bang" />
          <span>{t(phase === 'bad' ? 'bad_email' : 'transcript_failed')}</span>
        </p>
      )}
    </form>
  );
}
