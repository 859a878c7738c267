import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Property, PropertySettings } from '@/api/types';
import { SaveBar } from '@/ui/SaveBar';
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
  const base = useRef<string>(undefined); // the version on which the changes were begun
  const settle = () => {
    base.current = undefined;
    setEdited({});
  };
  const values = complete({ ...saved, ...edited });
  const dirty = Object.keys(edited).length > 0;
  const save = useMutation({
    mutationFn: async (anyway: boolean) => {
      const version = anyway ? (await api.settings(property.id)).version : base.current;
      return api.saveSettings(property.id, { ...edited, version });
    },
    onSuccess: (fresh) => {
      queries.setQueryData(keys.settings(property.id), fresh);
      queries.invalidateQueries({ queryKey: keys.me });
      settle();
      toast(t('settings.saved'));
    },
    onError: () => queries.invalidateQueries({ queryKey: keys.settings(property.id) }),
  });
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      dirty && current.pathname !== next.pathname && !window.confirm(t('settings.leave')),
    enableBeforeUnload: dirty,
  });
  const change: PartProps['change'] = (some) => {
    if (save.isError) save.reset();
    base.current ??= saved.version;
    setEdited((all) => ({ ...all, ...some }));
  };
  const part: PartProps = { values, change };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (dirty && !save.isPending) save.mutate(false);
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
        <SaveBar
          error={save.error}
          saving={save.isPending}
          onDiscard={() => {
            save.reset();
            settle();
          }}
          onAnyway={() => save.mutate(true)}
        >
          {t('settings.unsaved')}
        </SaveBar>
      )}
    </form>
  );
}
