import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Tool, type ToolService, toolsApi, toolsKeys } from '@/api/tools';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextArea } from '@/ui/Field';

interface Props {
  property: string;
  service: ToolService;
  tool: Tool;
  onClose: () => void;
}

/** Asks a tool once, as it is saved, and shows what a language model would be told. */
export function TryDialog({ property, service, tool, onClose }: Props) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const [args, setArgs] = useState('{}');
  const ask = useMutation({
    mutationFn: () => toolsApi.attempt(property, service.id, tool.name, args),
    onSettled: () => queries.invalidateQueries({ queryKey: toolsKeys.property(property) }),
  });
  return (
    <Dialog
      title={t('tools.tryTitle', { name: tool.name })}
      onClose={onClose}
      footer={
        <Button variant="primary" disabled={ask.isPending} onClick={() => ask.mutate()}>
          {t(ask.isPending ? 'answering.asking' : 'tools.try')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        <TextArea
          label={t('tools.tryArguments')}
          value={args}
          rows={4}
          dir="ltr"
          spellCheck={false}
          className="font-mono"
          onChange={(event) => setArgs(event.target.value)}
        />
        <div role="status" className="flex flex-col gap-2 text-label empty:hidden">
          {ask.isError && <p className="text-danger">{messageOf(ask.error, t)}</p>}
          {ask.data && !ask.data.because && (
            <>
              <p className="text-live">
                {t('answering.answered', {
                  ms: new Intl.NumberFormat(i18n.language).format(ask.data.took_ms),
                })}
              </p>
              <p
                dir="auto"
                className="max-h-60 overflow-y-auto whitespace-pre-wrap break-words rounded-control bg-sunken px-2.5 py-2 text-ink"
              >
                {ask.data.text}
              </p>
            </>
          )}
          {ask.data?.because && (
            <p className="text-danger">
              {t('answering.failed', {
                why: t(`tools.because.${ask.data.because}`, {
                  defaultValue: t('tools.because.error'),
                }),
              })}
            </p>
          )}
        </div>
      </div>
    </Dialog>
  );
}
