import { uuidv7 } from '@shared/uuid';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { channelApi, channelKeys, type Template } from '@/api/channels';
import { keys } from '@/api/keys';
import type { Card } from '@/api/types';
import { languageName } from '@/lib/format';
import { Chip, Empty, ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextField } from '@/ui/Field';
import { shownEpoch } from './sending';
import { blanksOf, filled, labelOf, partsInOrder, pieces, sendable, type Values } from './template';

const idOf = ({ name, language }: Template) => `${name} ${language}`;

/** Chooses an approved template, fills its variables beside what the guest will read, and sends it. */
export default function TemplateDialog({ card, onClose }: { card: Card; onClose: () => void }) {
  const { t } = useTranslation();
  const account = card.account?.id ?? '';
  const [words, setWords] = useState('');
  const [chosen, setChosen] = useState<Template>();
  const list = useQuery({
    queryKey: channelKeys.templates(account),
    queryFn: () => channelApi.templates(account),
    enabled: Boolean(account),
  });
  const wanted = words.trim().toLocaleLowerCase();
  const found = (list.data?.templates ?? []).filter((template) =>
    [template.name, ...template.parts.map(({ text }) => text)].some((text) =>
      text.toLocaleLowerCase().includes(wanted),
    ),
  );
  if (chosen) {
    return (
      <Fill card={card} template={chosen} onBack={() => setChosen(undefined)} onClose={onClose} />
    );
  }
  return (
    <Dialog title={t('template.choose')} onClose={onClose} wide>
      <div className="flex flex-col gap-3">
        <TextField
          label={t('template.find')}
          type="search"
          data-autofocus
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        {list.error && <ErrorCard error={list.error} onRetry={() => list.refetch()} />}
        {list.isPending && <SkeletonLines widths={[60, 82, 40, 70]} />}
        {list.data && found.length === 0 && (
          <Empty title={t(wanted ? 'template.noneFound' : 'template.none')}>
            {!wanted && t('template.noneBody')}
          </Empty>
        )}
        <ul aria-label={t('template.list')} className="divide-y divide-line">
          {found.map((template) => (
            <Row key={idOf(template)} template={template} onChoose={() => setChosen(template)} />
          ))}
        </ul>
      </div>
    </Dialog>
  );
}

function Row({ template, onChoose }: { template: Template; onChoose: () => void }) {
  const { t, i18n } = useTranslation();
  const may = sendable(template);
  const body = template.parts.find(({ kind }) => kind.toLowerCase() === 'body');
  const category = `templateCategory.${template.category.toLowerCase()}`;
  return (
    <li className="relative flex flex-col gap-0.5 px-1 py-2.5">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <button
          type="button"
          disabled={!may}
          onClick={onChoose}
          className="break-all text-start font-medium text-ui after:absolute after:inset-0 after:rounded-control enabled:hover:underline disabled:text-ink3"
        >
          <bdi>{template.name}</bdi>
        </button>
        <span className="text-ink3 text-label">
          {languageName(template.language.replace('_', '-'))}
        </span>
        {i18n.exists(category) && <Chip>{t(category)}</Chip>}
        {!may && <Chip tone="brass">{t('template.notApproved')}</Chip>}
      </p>
      {body && (
        <p dir="auto" className="line-clamp-2 text-ink2 text-label">
          {body.text}
        </p>
      )}
    </li>
  );
}

function Fill({
  card,
  template,
  onBack,
  onClose,
}: {
  card: Card;
  template: Template;
  onBack: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [values, setValues] = useState<Values>({});
  const [clientId] = useState(() => uuidv7());
  const blanks = blanksOf(template);
  const ready = blanks.every(({ key }) => values[key]?.trim());
  const send = useMutation({
    mutationFn: () =>
      channelApi.sendTemplate(card.id, {
        client_id: clientId,
        template: filled(template, values),
        epoch: shownEpoch(card.id) ?? card.epoch,
      }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.entries(card.id) });
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // the message box would take it for its own
    if (ready && !send.isPending) send.mutate();
  };
  return (
    <Dialog
      title={template.name}
      onClose={onClose}
      wide
      footer={
        <>
          <Button onClick={onBack}>{t('template.other')}</Button>
          <Button
            type="submit"
            form="template"
            variant="primary"
            disabled={!ready || send.isPending}
          >
            {t('template.send')}
          </Button>
        </>
      }
    >
      <form id="template" onSubmit={submit} className="grid gap-5 sm:grid-cols-2">
        <div className="flex flex-col gap-3">
          {blanks.length === 0 && <p className="text-ink2 text-ui">{t('template.noBlanks')}</p>}
          {blanks.map(({ key, blank, part }, index) => (
            <TextField
              key={key}
              label={t(`template.blank_${labelOf(part)}`, { blank })}
              dir="auto"
              required
              data-autofocus={index === 0 ? true : undefined}
              value={values[key] ?? ''}
              onChange={(event) => setValues({ ...values, [key]: event.target.value })}
            />
          ))}
          {card.channel === 'whatsapp' && (
            <p className="text-ink3 text-label">{t('template.billed')}</p>
          )}
          {send.error && (
            <p role="alert" className="text-danger text-ui">
              {messageOf(send.error, t)}
            </p>
          )}
        </div>
        <Preview template={template} values={values} />
      </form>
    </Dialog>
  );
}

/** The template as the guest's phone will show it. */
function Preview({ template, values }: { template: Template; values: Values }) {
  const { t } = useTranslation();
  return (
    <figure className="self-start rounded-card bg-canvas p-3">
      <figcaption className="mb-2 font-medium text-ink3 text-label">
        {t('template.preview')}
      </figcaption>
      <div
        dir="auto"
        className="flex flex-col gap-1.5 whitespace-pre-wrap break-words rounded-bubble rounded-ss-[4px] bg-surface px-3.5 py-2.5 text-msg"
      >
        {partsInOrder(template).map(({ part, at }) => {
          const kind = part.kind.toLowerCase();
          return (
            <p
              key={at}
              className={clsx(
                kind === 'header' && 'font-semibold',
                kind === 'footer' && 'text-ink3 text-label',
                kind === 'button' &&
                  'border-line border-t pt-1.5 text-center font-medium text-accent text-ui',
              )}
            >
              {pieces(part, at, values).map(({ text, filled: done }, index) => (
                <span
                  // biome-ignore lint/suspicious/noArrayIndexKey: the pieces never move
                  key={index}
                  className={done ? undefined : 'rounded-chip bg-brass-tint px-1 text-brass'}
                >
                  {text}
                </span>
              ))}
            </p>
          );
        })}
      </div>
    </figure>
  );
}
