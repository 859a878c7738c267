import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '@/api/types';

const TOGETHER = 500;
const LONGEST = 250;
const AT_MOST = 3;

/**
 * Speaks new messages of others to a screen reader: batched, shortened, and never the history. The log
 * itself is silent, because readers repeat whole logs when they change.
 */
export function Announcer({ entries }: { entries: Entry[] }) {
  const { t } = useTranslation();
  const [said, setSaid] = useState('');
  const spoken = useRef(entries.at(-1)?.seq ?? 0);
  useEffect(() => {
    const timer = setTimeout(() => {
      const fresh = entries.filter(
        ({ seq, kind, author, client_id }) =>
          seq > spoken.current &&
          kind === 'message' &&
          !client_id &&
          (author.kind === 'guest' || author.kind === 'assistant'),
      );
      spoken.current = Math.max(spoken.current, entries.at(-1)?.seq ?? 0);
      if (fresh.length === 0) return;
      const line = ({ author, text }: Entry) =>
        t('conversation.says', {
          name: author.name || t(`author.${author.kind}`),
          text: (text ?? '').slice(0, LONGEST),
        });
      setSaid(
        fresh.length > AT_MOST
          ? t('conversation.newMessages', { count: fresh.length })
          : fresh.map(line).join(' '),
      );
    }, TOGETHER);
    return () => clearTimeout(timer);
  }, [entries, t]);
  return (
    <div role="status" className="sr-only">
      {said}
    </div>
  );
}
