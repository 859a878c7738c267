import { useEffect, useState } from '#view';
import { dayName } from '../../../../shared/time';
import type { Entry } from '../../../../shared/wire';
import type { Chat } from '../chat';
import { locale } from '../i18n';
import { t } from '../i18n/late';
import { Icon } from '../icons';
import { Phone } from './phone';

export { ready } from './ready';

interface Past {
  id: string;
  status: string;
  last_at: string;
  preview: string;
  unread: number;
}

/** What the overview asks of the panel. */
export interface HomeProps {
  chat: Chat;
  onChat: () => void;
  onEarlier: (entries: Entry[]) => void;
  onLocale: (tag: string) => void;
}

/** The overview: who this is, in which language, earlier conversations, other ways to reach them. */
export default function Home({ chat, onChat, onEarlier, onLocale }: HomeProps) {
  const { config, session } = chat;
  const [past, setPast] = useState<Past[] | null>(null);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!session.token) return setPast([]);
    const timer = setTimeout(() => setSlow(true), 150);
    session
      .call<{ conversations: Past[] }>('GET', '/conversations')
      .then(
        ({ conversations }) => setPast(conversations),
        () => setPast([]),
      )
      .finally(() => clearTimeout(timer));
  }, []);
  const show = async (one: Past) => {
    if (one.id === chat.state.conversation_id) return onChat();
    const path = `/entries?after=0&limit=500&conversation=${encodeURIComponent(one.id)}`;
    const got = await session.call<{ entries: Entry[] }>('GET', path).catch(() => null);
    if (got) onEarlier(got.entries);
  };
  const names = new Intl.DisplayNames(locale, { type: 'language' });
  return (
    <div class="home">
      <h2>
        <bdi>{config.name}</bdi>
      </h2>
      <p class="hello" dir="auto">
        {config.greeting}
      </p>
      <button type="button" class="primary" onClick={onChat}>
        {t('ask')}
      </button>
      <h3>{t('earlier')}</h3>
      {!past && slow && (
        <div aria-hidden="true">
          <div class="bone" />
          <div class="bone" />
        </div>
      )}
      {past?.length === 0 && <p class="none">{t('none')}</p>}
      <ul>
        {past?.map((one) => (
          <li key={one.id}>
            <button type="button" onClick={() => show(one)}>
              <span dir="auto">{one.preview}</span>
              <small>{dayName(new Date(one.last_at), locale, new Date())}</small>
            </button>
          </li>
        ))}
      </ul>
      {(config.phone || config.email) && (
        <>
          <h3>{t('contact')}</h3>
          <div class="ways">
            {config.phone && <Phone phone={config.phone} />}
            {config.email && (
              <a class="chip" href={`mailto:${config.email}`}>
                <Icon name="mail" />
                {config.email}
              </a>
            )}
          </div>
        </>
      )}
      {config.locales.length > 1 && (
        <label>
          {t('language')}
          <select
            value={config.locales.find((tag) => tag === config.locale) ?? config.locales[0]}
            onChange={({ currentTarget }) => onLocale(currentTarget.value)}
          >
            {config.locales.map((tag) => (
              <option key={tag} value={tag} lang={tag}>
                {names.of(tag) ?? tag}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}
