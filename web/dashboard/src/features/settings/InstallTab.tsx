import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { serverNow, useNow } from '@/lib/clock';
import { shortSpan } from '@/lib/format';
import { Section } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { TextField } from '@/ui/Field';
import type { PartProps } from './part';

/** An address as the server compares it: scheme and host, nothing behind. */
export function originOf(typed: string): string | undefined {
  const text = typed.trim();
  try {
    const url = new URL(/^https?:\/\//i.test(text) ? text : `https://${text}`);
    return url.hostname.includes('.') || url.hostname === 'localhost' ? url.origin : undefined;
  } catch {
    return undefined;
  }
}

/** On which websites the chat may stand, the lines to put there, and whether it was seen. */
export function InstallTab({ values, change }: PartProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const add = () => {
    const origin = originOf(typed);
    setWrong(!origin);
    if (!origin) return;
    if (!values.sites.includes(origin)) change({ sites: [...values.sites, origin] });
    setTyped('');
  };
  return (
    <>
      <Section title={t('settings.sites')} hint={t('settings.sitesHint')}>
        {values.sites.length === 0 && <p className="text-ink3 text-ui">{t('settings.noSites')}</p>}
        {values.sites.length > 0 && (
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {values.sites.map((site) => (
              <li key={site} className="flex min-h-11 items-center gap-3 ps-4 pe-1.5">
                <bdi className="one-line min-w-0 flex-1 font-medium text-ui">{site}</bdi>
                <Seen at={values.seen?.find((seen) => seen.site === site)?.at} />
                <IconButton
                  label={t('settings.removeSite', { site })}
                  onClick={() => change({ sites: values.sites.filter((other) => other !== site) })}
                >
                  <X size={15} strokeWidth={1.5} />
                </IconButton>
              </li>
            ))}
          </ul>
        )}
        <div className="flex items-start gap-2">
          <div className="flex-1">
            <TextField
              hideLabel
              label={t('settings.addSite')}
              placeholder="https://www.hotel.com"
              dir="ltr"
              value={typed}
              error={wrong ? t('settings.siteError') : undefined}
              onChange={(event) => setTyped(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
                event.preventDefault();
                add();
              }}
            />
          </div>
          <Button size="lg" onClick={add}>
            <Plus size={14} strokeWidth={2} aria-hidden />
            {t('settings.addSite')}
          </Button>
        </div>
      </Section>
      <Section title={t('settings.snippet')} hint={t('settings.snippetHint')}>
        <CopyField multiline label={t('settings.snippet')} text={values.snippet ?? ''} />
        <a
          href={`/chat/${encodeURIComponent(values.key)}`}
          target="_blank"
          rel="noreferrer"
          className="self-start font-medium text-accent text-ui underline"
        >
          {t('settings.hosted')}
        </a>
      </Section>
    </>
  );
}

function Seen({ at }: { at?: string }) {
  const { t } = useTranslation();
  useNow(30_000);
  return (
    <span className={`nums shrink-0 text-label ${at ? 'text-live' : 'text-ink3'}`}>
      {at
        ? t('settings.seen', { span: shortSpan(serverNow() - Date.parse(at)) })
        : t('settings.notSeen')}
    </span>
  );
}
