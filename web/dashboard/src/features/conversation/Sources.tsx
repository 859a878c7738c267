import { ChevronRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Entry } from '@/api/types';

/** Why the assistant said this: its decision, how sure it was, and from what it took it. */
export function Sources({ entry }: { entry: Entry }) {
  const { t, i18n } = useTranslation();
  const sources = entry.sources ?? [];
  if (!entry.decision && sources.length === 0) return null;
  const decided = entry.decision ? t(`decision.${entry.decision}`) : t('sources.title');
  // A complaint that was understood is no answer that was not found.
  const decision = entry.intent ? t(`intent.${entry.intent}`, { defaultValue: decided }) : decided;
  const sure =
    entry.confidence === undefined
      ? undefined
      : new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(entry.confidence);
  if (sources.length === 0) {
    return <span className="px-1 text-ink3 text-meta">{decision}</span>;
  }
  return (
    <details className="group/why max-w-full px-1 text-ink3 text-meta">
      <summary className="flex cursor-pointer list-none items-center justify-end gap-1 hover:text-ink2">
        <ChevronRight
          size={12}
          aria-hidden
          className="transition-transform group-open/why:rotate-90 rtl:-scale-x-100"
        />
        {decision} · {t('sources.from', { title: sources[0]?.title })}
      </summary>
      <ul className="mt-1 flex flex-col gap-0.5 rounded-control border border-line bg-surface px-2.5 py-1.5 text-ink2 text-label">
        {sources.map((source) => (
          <li key={source.id}>
            {t(`sources.${source.kind}`)}: <bdi>{source.title}</bdi>
          </li>
        ))}
        {sure && <li className="nums text-ink3">{t('sources.confidence', { sure })}</li>}
      </ul>
    </details>
  );
}
