import { Share } from 'lucide-react';
import { Trans, useTranslation } from 'react-i18next';

const STEPS = { iphone: [1, 2, 3], android: [1, 2] } as const;

/** What to do on a phone, one line a step. An iPhone gives push to an app on the Home Screen only. */
export function Steps({ kind, bare }: { kind: keyof typeof STEPS; bare?: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="text-ink2 text-label">
      {!bare && <p className="font-medium text-ink">{t(`push.${kind}.title`)}</p>}
      <ol className="mt-1 list-decimal ps-5 marker:text-ink3">
        {STEPS[kind].map((step) => (
          <li key={step} className="py-0.5">
            <Trans
              i18nKey={`push.${kind}.step${step}`}
              components={{
                share: (
                  <Share size={13} strokeWidth={1.75} className="inline align-[-2px]" aria-hidden />
                ),
                b: <b className="font-medium text-ink" />,
              }}
            />
          </li>
        ))}
      </ol>
      {kind === 'iphone' && <p className="mt-1">{t('push.iphone.version')}</p>}
    </div>
  );
}
