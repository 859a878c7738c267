import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { PropertySettings } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { LogoTile } from './LogoTile';

const PICTURES = 'image/jpeg,image/png,image/gif,image/webp';

/** The property's logo: saved as soon as it is chosen, because it is uploaded and no field of the form. */
export function LogoField({ values, fill }: { values: PropertySettings; fill: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const id = values.id ?? '';
  const save = useMutation({
    mutationFn: (picture: File | undefined) =>
      picture ? api.saveLogo(id, picture) : api.dropLogo(id),
    onSuccess: (fresh) => queries.setQueryData(keys.settings(id), fresh),
  });
  const logo = values.look.logo_url;
  return (
    <fieldset className="flex min-w-0 flex-col gap-1">
      <legend className="mb-1 font-medium text-ink2 text-label">{t('settings.logo')}</legend>
      <div className="flex flex-wrap items-center gap-3">
        <LogoTile values={values} fill={fill} />
        <Button disabled={save.isPending} onClick={() => picker.current?.click()}>
          {t(logo ? 'settings.replaceLogo' : 'settings.chooseLogo')}
        </Button>
        {logo && (
          <Button variant="ghost" disabled={save.isPending} onClick={() => save.mutate(undefined)}>
            {t('settings.removeLogo')}
          </Button>
        )}
        <input
          ref={picker}
          type="file"
          hidden
          accept={PICTURES}
          onChange={(event) => {
            const picture = event.target.files?.[0];
            event.target.value = '';
            if (picture) save.mutate(picture);
          }}
        />
      </div>
      {save.error ? (
        <p role="alert" className="text-danger text-label">
          {messageOf(save.error, t)}
        </p>
      ) : (
        <p className="text-ink3 text-label">{t('settings.logoHint')}</p>
      )}
    </fieldset>
  );
}
