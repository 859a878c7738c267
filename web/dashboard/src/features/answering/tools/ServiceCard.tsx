import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { type Tool, type ToolService, toolsApi, toolsKeys } from '@/api/tools';
import { Chip, messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Toggle } from '@/ui/Field';
import { Health } from '../Health';
import { FoundDialog } from './FoundDialog';
import { changed, NEW_TOOL, placeOf, toolFields, wishOf, withTools } from './form';
import { ServiceDialog } from './ServiceDialog';
import { ToolDialog } from './ToolDialog';
import { TryDialog } from './TryDialog';
import { useSaveService } from './useSaveService';

type Open = { what: 'service' | 'found' | 'new' } | { what: 'tool' | 'try'; tool: Tool };

/** One service with its tools: each with how it does, switched on and off at once. */
export function ServiceCard({ property, service }: { property: string; service: ToolService }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState<Open>();
  const save = useSaveService(property, service.id);
  const remove = useMutation({
    mutationFn: () => toolsApi.remove(property, service.id),
    onSettled: () => queries.invalidateQueries({ queryKey: toolsKeys.property(property) }),
  });
  const close = () => setOpen(undefined);
  const error = save.error ?? remove.error;
  const turn = (tool: Tool, on: boolean) =>
    save.mutate(withTools(service, changed(service, tool.name, { ...wishOf(tool), on })));
  return (
    <section
      aria-label={service.name}
      className="flex flex-col gap-3 rounded-card border border-line px-4 py-3"
    >
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <div className="min-w-0 flex-1 basis-48">
          <h3 className="break-words font-medium text-ui">
            <bdi>{service.name}</bdi>
          </h3>
          <p dir="ltr" className="break-all text-ink3 text-label rtl:text-end">
            {placeOf(service.url)}
          </p>
        </div>
        <Chip>{t(`tools.${service.kind}`)}</Chip>
        <Button size="sm" onClick={() => setOpen({ what: 'service' })}>
          {t('tools.change')}
        </Button>
        <Button
          size="sm"
          variant="ghost"
          disabled={remove.isPending}
          onClick={() => window.confirm(t('tools.removeAsk')) && remove.mutate()}
        >
          {t('tools.remove')}
        </Button>
      </header>
      {service.tools.map((tool) => (
        <div key={tool.name} className="flex flex-col gap-2 border-line border-t pt-3">
          <Toggle
            label={
              <span dir="ltr" className="break-all">
                {tool.name}
              </span>
            }
            hint={<bdi className="break-words">{tool.description}</bdi>}
            checked={Boolean(tool.on)}
            disabled={save.isPending}
            onChange={(on) => turn(tool, on)}
          />
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <Health
              health={tool.health}
              because={t(`tools.because.${tool.health.because ?? 'error'}`, {
                defaultValue: t('tools.because.error'),
              })}
            />
            {tool.booked_only && <Chip>{t('tools.bookedOnly')}</Chip>}
            <span className="ms-auto flex gap-2">
              <Button size="sm" onClick={() => setOpen({ what: 'try', tool })}>
                {t('tools.try')}
              </Button>
              <Button size="sm" onClick={() => setOpen({ what: 'tool', tool })}>
                {t('tools.edit')}
              </Button>
            </span>
          </div>
        </div>
      ))}
      {error && (
        <p role="alert" className="text-danger text-label">
          {messageOf(error, t)}
        </p>
      )}
      <div>
        <Button
          size="sm"
          onClick={() => setOpen({ what: service.kind === 'mcp' ? 'found' : 'new' })}
        >
          {t(service.kind === 'mcp' ? 'tools.look' : 'tools.addTool')}
        </Button>
      </div>
      {open &&
        createPortal(
          <>
            {open.what === 'service' && (
              <ServiceDialog property={property} service={service} onClose={close} />
            )}
            {open.what === 'found' && (
              <FoundDialog property={property} service={service} onClose={close} />
            )}
            {open.what === 'new' && (
              <ToolDialog
                property={property}
                service={service}
                begin={NEW_TOOL}
                was=""
                onClose={close}
              />
            )}
            {open.what === 'tool' && (
              <ToolDialog
                property={property}
                service={service}
                begin={toolFields(wishOf(open.tool))}
                was={open.tool.name}
                onClose={close}
              />
            )}
            {open.what === 'try' && (
              <TryDialog property={property} service={service} tool={open.tool} onClose={close} />
            )}
          </>,
          document.body,
        )}
    </section>
  );
}
