import { useTranslation } from 'react-i18next';
import type { Entry } from '@/api/types';
import { clockTime, dateTime } from '@/lib/format';

/** What happened, as a thin centred line: the desk's own words where there are some, else what the guest read. */
export function SystemLine({ entry }: { entry: Entry }) {
  const { t, i18n } = useTranslation();
  const key = `system.${entry.code}`;
  const params = { ...(entry.params ?? {}) } as Record<string, string>;
  params.name = String(params.name ?? params.agent ?? params.by ?? entry.author.name ?? '');
  const own =
    entry.code && i18n.exists(key) && (params.name || !needsName(t(key, { name: '\u0000' })));
  const text = own ? t(key, params) : entry.text;
  if (!text) return null;
  return (
    <p
      data-seq={entry.seq}
      title={dateTime(entry.at)}
      className="mx-auto mt-4 max-w-[86%] text-balance text-center text-ink3 text-label"
    >
      <bdi>{text}</bdi> <time className="nums text-meta">{clockTime(entry.at)}</time>
    </p>
  );
}

function needsName(sample: string): boolean {
  return sample.includes('\u0000');
}
