import { useTranslation } from 'react-i18next';
import { layers } from '@/app/layers';
import { useMe } from '@/app/session';
import { Kbd } from '@/ui/Bits';
import { Dialog } from '@/ui/Dialog';
import { modName, SHEET } from './keys';

export default function ShortcutSheet() {
  const { t } = useTranslation();
  const { preferences } = useMe();
  return (
    <Dialog wide title={t('keys.title')} onClose={() => layers.set(undefined)}>
      {!preferences.shortcuts && <p className="mb-3 text-ink2 text-ui">{t('keys.off')}</p>}
      <div className="grid gap-8 sm:grid-cols-2">
        {SHEET.map(({ group, rows }) => (
          <section key={group} aria-label={t(group)}>
            <h3 className="mb-2 font-semibold text-label text-ink2">{t(group)}</h3>
            <ul className="flex flex-col gap-1.5">
              {rows.map(([keys, name]) => (
                <li key={name} className="flex items-center justify-between gap-4 text-ui">
                  {t(name)}
                  <span className="flex gap-1">
                    {keys.map((key) => (
                      <Kbd key={key}>{key === 'Mod' ? modName() : key}</Kbd>
                    ))}
                  </span>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
