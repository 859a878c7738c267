import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Mail, Plus, Sparkles } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import { useMe } from '@/app/session';
import { ErrorCard, PageHead, SkeletonLines } from '@/ui/Bits';
import { Button, buttonClass } from '@/ui/Button';
import { PropertyPicker } from '@/ui/PropertyPicker';
import { CreateProperty } from './CreateProperty';
import { SettingsForm, type SettingsTab, TABS } from './SettingsForm';

export default function Settings() {
  const { t } = useTranslation();
  const me = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/settings' });
  const [creating, setCreating] = useState(false);
  const property = me.properties.find(({ id }) => id === search.property) ?? me.properties[0];
  const tab = TABS.find((name) => name === search.tab) ?? 'general';
  const set = (change: { property?: string; tab?: SettingsTab }) =>
    void navigate({ to: '/settings', search: (old) => ({ ...old, ...change }), replace: true });
  const { data, error, refetch } = useQuery({
    queryKey: keys.settings(property?.id ?? ''),
    queryFn: () => api.settings(property?.id ?? ''),
    enabled: Boolean(property),
  });
  return (
    <>
      <PageHead title={t('nav.settings')}>
        {property && (
          <PropertyPicker value={property.id} onChange={(id) => set({ property: id })} />
        )}
        {property && (
          <Link
            to="/settings/answering"
            search={{ property: property.id }}
            className={buttonClass('secondary')}
          >
            <Sparkles size={14} strokeWidth={1.75} aria-hidden />
            {t('answering.title')}
          </Link>
        )}
        {me.role === 'operator' && (
          <Link to="/settings/mail" className={buttonClass('secondary')}>
            <Mail size={14} strokeWidth={1.75} aria-hidden />
            {t('mail.title')}
          </Link>
        )}
        {me.role === 'operator' && (
          <Button onClick={() => setCreating(true)}>
            <Plus size={14} strokeWidth={2} aria-hidden />
            {t('settings.createProperty')}
          </Button>
        )}
      </PageHead>
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <div aria-busy className="p-6">
          <SkeletonLines widths={[20, 60, 55, 62, 50]} />
        </div>
      )}
      {data && property && (
        <SettingsForm
          key={property.id}
          property={property}
          saved={data}
          tab={tab}
          onTab={(next) => set({ tab: next })}
        />
      )}
      {creating && (
        <CreateProperty
          onClose={() => setCreating(false)}
          onCreated={(id) => {
            setCreating(false);
            set({ property: id, tab: 'general' });
          }}
        />
      )}
    </>
  );
}
