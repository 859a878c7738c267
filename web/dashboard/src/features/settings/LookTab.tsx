import { legible } from '@shared/colour';
import { useTranslation } from 'react-i18next';
import { Choice, TextField, Toggle } from '@/ui/Field';
import { LogoField } from './LogoField';
import type { PartProps } from './part';
import { WidgetPreview } from './WidgetPreview';

export function LookTab({ values, change }: PartProps) {
  const { t } = useTranslation();
  const { look } = values;
  const set = (part: Partial<typeof look>) => change({ look: { ...look, ...part } });
  const legal = /^#[0-9a-f]{6}$/i.test(look.colour);
  return (
    <div className="grid gap-x-10 lg:grid-cols-[minmax(0,1fr)_340px]">
      <div className="flex flex-col gap-6 py-6">
        <div className="flex items-end gap-3">
          <input
            type="color"
            aria-label={t('settings.pickColour')}
            value={legal ? look.colour : '#3a4fcb'}
            onChange={(e) => set({ colour: e.target.value })}
            className="h-9 w-12 cursor-pointer rounded-control border border-line bg-surface p-1"
          />
          <div className="flex-1">
            <TextField
              label={t('settings.colour')}
              dir="ltr"
              pattern="#[0-9a-fA-F]{6}"
              value={look.colour}
              error={legal ? undefined : t('settings.colourError')}
              onChange={(e) => set({ colour: e.target.value })}
            />
          </div>
        </div>
        <p className="-mt-4 text-ink3 text-label">{t('settings.colourHint')}</p>
        <LogoField values={values} fill={legible(look.colour, '#FFFFFF', 4.5)} />
        <Choice
          label={t('settings.widgetTheme')}
          value={look.theme}
          onChange={(theme) => set({ theme })}
          options={[
            { value: 'auto', label: t('settings.themeAuto') },
            { value: 'light', label: t('profile.light') },
            { value: 'dark', label: t('profile.dark') },
          ]}
        />
        <Choice
          label={t('settings.position')}
          value={look.position}
          onChange={(position) => set({ position })}
          options={[
            { value: 'right', label: t('settings.right') },
            { value: 'left', label: t('settings.left') },
          ]}
        />
        <Toggle
          label={t('settings.teaser')}
          hint={t('settings.teaserHint')}
          checked={look.teaser}
          onChange={(teaser) => set({ teaser })}
        />
      </div>
      <WidgetPreview values={values} />
    </div>
  );
}
