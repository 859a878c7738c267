import { useMutation } from '@tanstack/react-query';
import { Mail, Send, Users, X } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import type { ChainStep } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { Select, TextArea, TextField } from '@/ui/Field';
import { NumberField } from './Fields';
import type { Part } from './shape';
import { Tried } from './Tried';

interface Props extends Pick<Part, 'values' | 'wrong' | 'unread'> {
  nth: number;
  step: ChainStep;
  property: string;
  untried: boolean;
  onChange: (step: ChainStep) => void;
  onRemove: () => void;
}

const ICONS = { people: Users, request: Send, email: Mail };

/** One step of the chain: when it comes, whom it reaches, and a way to try it. */
export function StepCard({
  nth,
  step,
  values,
  property,
  untried,
  wrong,
  onChange,
  onRemove,
}: Props) {
  const { t } = useTranslation();
  const at = `chain[${nth}]`;
  const name = t(`liveChat.step.${step.kind}`);
  const Icon = ICONS[step.kind as keyof typeof ICONS] ?? Send;
  const trial = useMutation({ mutationFn: () => api.testChain(property, nth) });
  const set = (part: Partial<ChainStep>) => {
    trial.reset();
    onChange({ ...step, ...part });
  };
  const fields = { step, at, wrong, set, values };
  return (
    <li
      aria-label={t('liveChat.stepNumber', { number: nth + 1, name })}
      className="rounded-card border border-line bg-surface px-3.5 py-3"
    >
      <div className="mb-3 flex items-center gap-3">
        <Icon size={16} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink2" />
        <p className="min-w-0 flex-1 font-medium text-ui">{name}</p>
        <Button
          size="sm"
          disabled={untried || trial.isPending}
          title={untried ? t('liveChat.saveFirst') : undefined}
          onClick={() => trial.mutate()}
        >
          {t(trial.isPending ? 'liveChat.trying' : 'liveChat.try')}
        </Button>
        <IconButton
          label={t('liveChat.removeStep', { number: nth + 1 })}
          className="-me-1.5"
          onClick={onRemove}
        >
          <X size={15} strokeWidth={1.5} />
        </IconButton>
      </div>
      <div className="flex flex-col gap-3">
        <div className="max-w-[180px]">
          <NumberField
            label={t('liveChat.after')}
            unit={t('liveChat.seconds')}
            min={values.limits.after_seconds?.min ?? 1}
            max={values.limits.after_seconds?.max ?? 1800}
            value={step.after_seconds}
            error={wrong(`${at}.after_seconds`)}
            onChange={(after_seconds) => set({ after_seconds })}
          />
        </div>
        {step.kind === 'people' && <People {...fields} />}
        {step.kind === 'email' && <Addresses {...fields} />}
        {step.kind === 'request' && <Request {...fields} />}
        <div role="status" className="text-label empty:hidden">
          {trial.data && <Tried result={trial.data} />}
          {trial.error && <span className="text-danger">{messageOf(trial.error, t)}</span>}
        </div>
      </div>
    </li>
  );
}

interface FieldsProps extends Pick<Part, 'values' | 'wrong'> {
  step: ChainStep;
  at: string;
  set: (part: Partial<ChainStep>) => void;
}

/** The server names one of several by its place: all of them share a field here. */
function wrongOne(wrong: Part['wrong'], at: string, count: number): string | undefined {
  const places = Array.from({ length: count }, (_, nth) => `${at}[${nth}]`);
  return [at, ...places].map(wrong).find(Boolean);
}

function People({ step, at, wrong, set, values }: FieldsProps) {
  const { t } = useTranslation();
  const id = useId();
  const chosen = step.people ?? [];
  const error = wrongOne(wrong, `${at}.people`, chosen.length);
  return (
    <fieldset aria-describedby={error ? id : undefined} aria-invalid={error ? true : undefined}>
      <legend className="mb-1 font-medium text-ink2 text-label">{t('liveChat.whom')}</legend>
      <div className="grid grid-cols-2 gap-x-4 max-sm:grid-cols-1">
        {values.people.map((person) => (
          <label
            key={person.id}
            className="flex min-h-8 items-center gap-2 text-ui max-sm:min-h-11"
          >
            <input
              type="checkbox"
              className="size-4 shrink-0 accent-fill"
              checked={chosen.includes(person.id)}
              onChange={(event) =>
                set({
                  people: event.target.checked
                    ? [...chosen, person.id]
                    : chosen.filter((other) => other !== person.id),
                })
              }
            />
            <span className="one-line">{person.name}</span>
          </label>
        ))}
      </div>
      {error ? (
        <p id={id} className="text-danger text-label">
          {error}
        </p>
      ) : (
        <p className="text-ink3 text-label">{t('liveChat.whomHint')}</p>
      )}
    </fieldset>
  );
}

function Addresses({ step, at, wrong, set }: FieldsProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string>();
  const emails = step.emails ?? [];
  return (
    <TextField
      label={t('liveChat.addresses')}
      hint={t('liveChat.addressesHint')}
      dir="ltr"
      placeholder="night@hotel.com, owner@hotel.com"
      value={typed ?? emails.join(', ')}
      error={wrongOne(wrong, `${at}.emails`, emails.length)}
      onChange={(event) => {
        setTyped(event.target.value);
        set({ emails: event.target.value.split(/[\s,;]+/).filter(Boolean) });
      }}
      onBlur={() => setTyped(undefined)}
    />
  );
}

function Request({ step, at, wrong, set }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className="grid grid-cols-[100px_minmax(0,1fr)] items-start gap-3 max-sm:grid-cols-1">
        <Select
          label={t('liveChat.method')}
          value={step.method || 'POST'}
          onChange={(event) => set({ method: event.target.value })}
        >
          {['POST', 'GET', 'PUT'].map((method) => (
            <option key={method}>{method}</option>
          ))}
        </Select>
        <TextField
          label={t('liveChat.url')}
          type="url"
          dir="ltr"
          placeholder="https://ntfy.sh/our-night-desk"
          value={step.url ?? ''}
          error={wrong(`${at}.url`)}
          onChange={(event) => set({ url: event.target.value })}
        />
      </div>
      <Headers step={step} at={at} wrong={wrong} set={set} />
      {step.method !== 'GET' && (
        <TextArea
          label={t('liveChat.body')}
          hint={t('liveChat.bodyHint', {
            names: '{{text}} {{url}} {{property}} {{kind}} {{language}} {{channel}}',
          })}
          dir="ltr"
          className="font-mono"
          value={step.body ?? ''}
          error={wrong(`${at}.body`)}
          onChange={(event) => set({ body: event.target.value })}
        />
      )}
    </>
  );
}

/** Values of headers are secrets: what is stored is not shown, and stays unless something is typed over it. */
function Headers({ step, at, wrong, set }: Omit<FieldsProps, 'values'>) {
  const { t } = useTranslation();
  const [rows, setRows] = useState(() => Object.entries(step.headers ?? {}));
  const put = (next: [string, string][]) => {
    setRows(next);
    set({ headers: Object.fromEntries(next.filter(([name]) => name.trim() !== '')) });
  };
  const change = (nth: number, row: [string, string]) =>
    put(rows.map((old, other) => (other === nth ? row : old)));
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 font-medium text-ink2 text-label">{t('liveChat.headers')}</legend>
      {rows.map(([name, value], nth) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the name of a header is being typed
          key={nth}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_32px] items-start gap-2 max-sm:grid-cols-[minmax(0,1fr)_44px]"
        >
          <TextField
            hideLabel
            label={t('liveChat.headerName', { number: nth + 1 })}
            placeholder="Authorization"
            dir="ltr"
            value={name}
            onChange={(event) => change(nth, [event.target.value, value])}
          />
          <div className="max-sm:order-last max-sm:col-span-2">
            <TextField
              hideLabel
              label={t('liveChat.headerValue', { number: nth + 1 })}
              placeholder={t('liveChat.stored')}
              dir="ltr"
              autoComplete="off"
              value={value}
              error={wrong(`${at}.headers.${name}`)}
              onChange={(event) => change(nth, [name, event.target.value])}
            />
          </div>
          <IconButton
            label={t('liveChat.removeHeader', { number: nth + 1 })}
            onClick={() => put(rows.filter((_, other) => other !== nth))}
          >
            <X size={15} strokeWidth={1.5} />
          </IconButton>
        </div>
      ))}
      {wrong(`${at}.headers`) && <p className="text-danger text-label">{wrong(`${at}.headers`)}</p>}
      <Button size="sm" className="self-start" onClick={() => setRows([...rows, ['', '']])}>
        {t('liveChat.addHeader')}
      </Button>
    </fieldset>
  );
}
