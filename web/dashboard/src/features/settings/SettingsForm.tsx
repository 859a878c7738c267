import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Property, PropertySettings } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Tabs } from '@/ui/Tabs';
import { toast } from '@/ui/toast';
import { complete } from './complete';
import { GeneralTab } from './GeneralTab';
import { InstallTab } from './InstallTab';
import { LookTab } from './LookTab';
import type { PartProps } from './part';
import { TextsTab } from './TextsTab';

export const TABS = ['general', 'look', 'texts', 'install'] as const;
export type SettingsTab = (typeof TABS)[number];

interface Props {
  property: Property;
  saved: PropertySettings;
  tab: SettingsTab;
  onTab: (tab: SettingsTab) => void;
}

/** One property's settings: nothing is changed until Save, and leaving with changes asks first. */
export function SettingsForm({ property, saved, tab, onTab }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [edited, setEdited] = useState<Partial<PropertySettings>>({});
  const values = complete({ ...saved, ...edited });
  const dirty = Object.keys(edited).length > 0;
  const save = useMutation({
    mutationFn: () => api.saveSettings(property.id, edited),
    onSuccess: (fresh) => {
      queries.setQueryData(keys.settings(property.id), fresh);
      queries.invalidateQueries({ queryKey: keys.me });
      setEdited({});
      toast(t('settings.saved'));
    },
  });
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirty && current.pathname !== next.pathname && !window.confirm(t('settings.leave')),
    enableBeforeUnload: dirty,
  });
  const part: PartProps = { values, change: (some) => setEdited((all) => ({ ...all, ...some })) };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dirty && !save.isPending) save.mutate();
  };
  return (
    <form onSubmit={submit} className="flex min-h-0 flex-1 flex-col">
      <Tabs
        label={t('nav.settings')}
        value={tab}
        tabs={TABS.map((name) => ({ value: name, label: t(`settings.${name}`) }))}
        onChange={onTab}
      />
      <div className="scroll-y min-h-0 flex-1">
        <div className="mx-auto max-w-[1000px] px-6 max-sm:px-4">
          {tab === 'general' && <GeneralTab {...part} />}
          {tab === 'look' && <LookTab {...part} />}
          {tab === 'texts' && <TextsTab {...part} />}
          {tab === 'install' && <InstallTab {...part} />}
        </div>
      </div>
      {dirty && (
        <div className="layer-in flex shrink-0 flex-wrap items-center gap-2 border-line border-t bg-raised px-6 py-3 max-sm:px-4">
          <p role="status" className="min-w-0 flex-1 text-ui">
            {save.error ? (
              <span className="text-danger">{messageOf(save.error, t)}</span>
            ) : (
              t('settings.unsaved')
            )}
          </p>
          <Button onClick={() => setEdited({})}>{t('settings.discard')}</Button>
          <Button type="submit" variant="primary" disabled={save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      )}
    </form>
  );
}
