import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { toolsApi, toolsKeys } from '@/api/tools';
import { ErrorCard, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { ServiceCard } from './ServiceCard';
import { ServiceDialog } from './ServiceDialog';

/** The services that the language model may ask: each is described, tried, and switched on tool by tool. Saved at once. */
export function ToolsPart({ property }: { property: string }) {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery({
    queryKey: toolsKeys.property(property),
    queryFn: () => toolsApi.list(property),
  });
  return (
    <Section title={t('tools.title')} hint={t('tools.hint')}>
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {data && !data.asked && <p className="text-brass text-label">{t('tools.notAsked')}</p>}
      {data?.services.map((service) => (
        <ServiceCard key={service.id} property={property} service={service} />
      ))}
      {data?.services.length === 0 && <p className="text-ink2 text-ui">{t('tools.none')}</p>}
      <div>
        <Button disabled={!data} onClick={() => setAdding(true)}>
          {t('tools.add')}
        </Button>
      </div>
      {adding &&
        // Not within the page's own form: what is entered here is not saved with it.
        createPortal(
          <ServiceDialog property={property} onClose={() => setAdding(false)} />,
          document.body,
        )}
    </Section>
  );
}
