import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type FoundTool, type ToolService, toolsApi, toolsKeys } from '@/api/tools';
import { Chip, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { changed, wishOf, withTools } from './form';
import { useSaveService } from './useSaveService';

interface Props {
  property: string;
  service: ToolService;
  onClose: () => void;
}

/** What an MCP server offers at this moment. What is kept is what is read here: the server cannot change it later. */
export function FoundDialog({ property, service, onClose }: Props) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: toolsKeys.found(service.id, service.version),
    queryFn: () => toolsApi.look(property, service.id),
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  const save = useSaveService(property, service.id);
  const keep = (one: FoundTool) => {
    const { name, description, arguments: schema, seen, says_reads } = one;
    const kept = service.tools.find((tool) => tool.name === name);
    // One that has changed is off until somebody has read it and switches it on.
    const wish = {
      ...(kept && wishOf(kept)),
      name,
      description,
      arguments: schema,
      seen,
      only_reads: says_reads,
      on: false,
    };
    save.mutate(withTools(service, changed(service, kept ? name : '', wish)));
  };
  const because = found.data?.because;
  return (
    <Dialog wide title={t('tools.found', { name: service.name })} onClose={onClose}>
      <div className="flex flex-col gap-3">
        <p className="text-ink2 text-label">{t('tools.foundHint')}</p>
        {found.isPending && <SkeletonLines widths={[40, 70, 55]} />}
        {(found.isError || because || save.isError) && (
          <p role="alert" className="text-danger text-label">
            {found.isError && messageOf(found.error, t)}
            {because &&
              t('answering.failed', {
                why: t(`tools.because.${because}`, { defaultValue: t('tools.because.error') }),
              })}
            {save.isError && messageOf(save.error, t)}
          </p>
        )}
        {found.data?.tools.map((one) => (
          <div key={one.name} className="flex flex-col gap-2 border-line border-t pt-3">
            <div className="flex flex-wrap items-center gap-2">
              <span dir="ltr" className="break-all font-medium text-ui">
                {one.name}
              </span>
              <Chip>{t(one.says_reads ? 'tools.saysReads' : 'tools.saysNothing')}</Chip>
              <Button
                size="sm"
                className="ms-auto"
                disabled={Boolean(one.unusable) || save.isPending || (one.kept && !one.changed)}
                onClick={() => keep(one)}
              >
                {t(one.changed ? 'tools.keepNew' : one.kept ? 'tools.kept' : 'tools.keep')}
              </Button>
            </div>
            <p dir="auto" className="whitespace-pre-wrap break-words text-ink2 text-label">
              {one.description}
            </p>
            {one.unusable && <p className="text-danger text-label">{t('tools.because.schema')}</p>}
          </div>
        ))}
      </div>
    </Dialog>
  );
}
