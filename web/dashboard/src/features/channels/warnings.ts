import { useTranslation } from 'react-i18next';
import type { ChannelAccount } from '@/api/channels';
import { serverNow } from '@/lib/clock';
import { dateTime, shortSpan } from '@/lib/format';
import { endsSoon } from './state';

export interface Warning {
  key: string;
  text: string;
  /** Nothing comes or goes while this is so. */
  grave: boolean;
}

/** What is wrong with an account in words, the gravest first; each says what to do. */
export function useWarnings(account: ChannelAccount): Warning[] {
  const { t, i18n } = useTranslation();
  const { health, paused, channel } = account;
  // By words of its own, else by those of the same failure, else by its name.
  const say = (group: string, around: string, key: string) => {
    if (i18n.exists(`${group}.${key}`)) return t(`${group}.${key}`);
    if (i18n.exists(`failure.${key}`)) return t(`${group}.${around}`, { why: t(`failure.${key}`) });
    return t(`${group}.other`, { key });
  };
  const list: Warning[] = [];
  if (paused) list.push({ key: 'paused', grave: true, text: say('pausedWhy', 'reason', paused) });
  if (!paused && health.checked_at && !health.token_valid && channel !== 'api') {
    list.push({ key: 'token', grave: true, text: t('pausedWhy.token_expired') });
  }
  if (!paused && health.checked_at && !health.subscribed && channel !== 'api') {
    list.push({ key: 'subscribed', grave: true, text: t('channelWarning.unsubscribed') });
  }
  const cap = account.settings.line_cap ?? 0;
  if (cap > 0 && (account.month?.lines ?? 0) >= cap) {
    list.push({ key: 'cap', grave: false, text: t('pausedWhy.cap') });
  }
  if (health.silent_since) {
    const span = shortSpan(serverNow() - Date.parse(health.silent_since));
    list.push({ key: 'silent', grave: false, text: t('channelWarning.silent', { span }) });
  }
  if (health.token_valid && endsSoon(health.token_until, serverNow())) {
    const at = dateTime(health.token_until ?? '');
    list.push({ key: 'ends', grave: false, text: t('channelWarning.tokenEnds', { at }) });
  }
  if (health.missing?.length) {
    const fields = health.missing.join(', ');
    list.push({ key: 'missing', grave: false, text: t('channelWarning.missing', { fields }) });
  }
  for (const problem of health.problems ?? []) {
    list.push({ key: problem, grave: false, text: say('channelProblem', 'reported', problem) });
  }
  if (health.uncertain > 0) {
    const count = health.uncertain;
    list.push({ key: 'uncertain', grave: false, text: t('channelWarning.uncertain', { count }) });
  }
  return list;
}
