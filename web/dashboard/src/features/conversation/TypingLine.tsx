import { useTranslation } from 'react-i18next';
import type { Author } from '@/api/types';

export function TypingLine({ author }: { author: Author }) {
  const { t } = useTranslation();
  return (
    <p className="mt-3 flex items-center gap-2 px-1 text-ink3 text-label">
      <span aria-hidden className="flex gap-1">
        <span className="typing-dot size-1.5 rounded-full bg-ink3" />
        <span className="typing-dot size-1.5 rounded-full bg-ink3" />
        <span className="typing-dot size-1.5 rounded-full bg-ink3" />
      </span>
      {t('conversation.typing', { name: author.name || t(`author.${author.kind}`) })}
    </p>
  );
}

/** What the assistant is writing: no message yet, and none at all if somebody takes control first. */
export function AssistantDraft({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <div aria-busy className="mt-4 flex max-w-[86%] flex-col items-end gap-1 self-end">
      <span className="px-1 text-ink3 text-meta">{t('conversation.notSent')}</span>
      <div
        dir="auto"
        className="whitespace-pre-wrap break-words rounded-bubble rounded-ee-[4px] border border-live/50 border-dashed px-3.5 py-2 text-ink2 text-msg"
      >
        {text}
      </div>
    </div>
  );
}
