import { Check, Copy } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button';

/** Text to take elsewhere, with a button that copies it and says so. */
export function CopyField({
  label,
  text,
  multiline,
}: {
  label: string;
  text: string;
  multiline?: boolean;
}) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const box = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // No clipboard on plain http: select it, and let the old way copy.
      box.current?.select();
      document.execCommand('copy');
    }
    setCopied(true);
  };
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium text-ink2 text-label">
        {label}
      </label>
      <div className="flex items-start gap-2">
        <textarea
          ref={box}
          id={id}
          readOnly
          rows={multiline ? 4 : 1}
          dir="ltr"
          value={text}
          onFocus={(event) => event.target.select()}
          className={`min-w-0 flex-1 resize-none rounded-control border border-line bg-sunken px-2.5 py-1.5 font-mono text-label ${multiline ? '' : 'h-8 overflow-hidden whitespace-nowrap'}`}
        />
        <Button onClick={() => void copy()}>
          {copied ? (
            <Check size={14} strokeWidth={2} aria-hidden />
          ) : (
            <Copy size={14} strokeWidth={1.5} aria-hidden />
          )}
          <span aria-live="polite">{t(copied ? 'common.copied' : 'common.copy')}</span>
        </Button>
      </div>
    </div>
  );
}
