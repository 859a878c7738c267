import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ToolService, ToolWish } from '@/api/tools';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Select, TextArea, TextField, Toggle } from '@/ui/Field';
import { wrongIn } from '../wrong';
import { changed, type ToolFields, toolWish, withTools } from './form';
import { useSaveService } from './useSaveService';

interface Props {
  property: string;
  service: ToolService;
  begin: ToolFields;
  /** The name that it has now; empty for a new one. */
  was: string;
  onClose: () => void;
}

const PLAIN = { dir: 'ltr', spellCheck: false } as const;

/** What one tool is asked for and with what. Of an MCP server's the schema is the server's. */
export function ToolDialog({ property, service, begin, was, onClose }: Props) {
  const { t } = useTranslation();
  const [tool, setTool] = useState(begin);
  const save = useSaveService(property, service.id, onClose);
  const set = (part: Partial<ToolFields>) => setTool((all) => ({ ...all, ...part }));
  const send = (to?: ToolWish) => save.mutate(withTools(service, changed(service, was, to)));
  const http = service.kind === 'http';
  const nth = was ? service.tools.findIndex(({ name }) => name === was) : service.tools.length;
  const wrong = wrongIn(save.error);
  const at = (field: string) => wrong[`tools[${nth}].${field}`];
  const elsewhere =
    save.isError && !Object.keys(wrong).some((field) => field.startsWith(`tools[${nth}].`));
  return (
    <Dialog
      wide
      title={t(was ? 'tools.editTool' : 'tools.addTool')}
      onClose={onClose}
      footer={
        <>
          {was && (
            <Button
              variant="ghost"
              className="me-auto"
              disabled={save.isPending}
              onClick={() => send()}
            >
              {t('tools.remove')}
            </Button>
          )}
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button variant="primary" disabled={save.isPending} onClick={() => send(toolWish(tool))}>
            {t('common.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {http && (
          <TextField
            label={t('tools.toolName')}
            value={tool.name}
            error={at('name')}
            placeholder="free_tables"
            {...PLAIN}
            onChange={(event) => set({ name: event.target.value })}
          />
        )}
        <TextArea
          label={t('tools.description')}
          hint={t('tools.descriptionHint')}
          value={tool.description}
          error={at('description')}
          dir="auto"
          rows={2}
          onChange={(event) => set({ description: event.target.value })}
        />
        {http && (
          <div className="flex flex-wrap gap-3">
            <div className="w-28">
              <Select
                label={t('tools.method')}
                value={tool.method}
                error={at('method')}
                onChange={(event) => set({ method: event.target.value as ToolFields['method'] })}
              >
                <option>GET</option>
                <option>POST</option>
              </Select>
            </div>
            <div className="min-w-0 flex-1 basis-56">
              <TextField
                label={t('tools.path')}
                hint={t('tools.pathHint')}
                value={tool.path}
                error={at('path')}
                placeholder="/tables/{day}?for={persons}"
                {...PLAIN}
                onChange={(event) => set({ path: event.target.value })}
              />
            </div>
          </div>
        )}
        <TextArea
          label={t('tools.arguments')}
          hint={t('tools.argumentsHint')}
          value={tool.arguments}
          error={at('arguments')}
          rows={6}
          readOnly={!http}
          className="font-mono"
          {...PLAIN}
          onChange={(event) => set({ arguments: event.target.value })}
        />
        <TextArea
          label={t('tools.fixed')}
          hint={t('tools.fixedHint', { guest: '{guest}', property: '{property}' })}
          value={tool.fixed}
          error={at('fixed')}
          rows={2}
          placeholder="hotel = 7"
          className="font-mono"
          {...PLAIN}
          onChange={(event) => set({ fixed: event.target.value })}
        />
        {(!http || tool.method === 'POST') && (
          <Toggle
            label={t('tools.onlyReads')}
            hint={t('tools.onlyReadsHint')}
            checked={Boolean(tool.only_reads)}
            onChange={(only_reads) => set({ only_reads, on: only_reads && tool.on })}
          />
        )}
        <Toggle
          label={t('tools.bookedOnly')}
          hint={t('tools.bookedHint')}
          checked={Boolean(tool.booked_only)}
          onChange={(booked_only) => set({ booked_only })}
        />
        <Toggle
          label={t('tools.vouched')}
          hint={t('tools.vouchedHint')}
          checked={Boolean(tool.vouched)}
          onChange={(vouched) => set({ vouched })}
        />
        {(elsewhere || at('on')) && (
          <p role="alert" className="text-danger text-label">
            {at('on') ?? messageOf(save.error, t)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
