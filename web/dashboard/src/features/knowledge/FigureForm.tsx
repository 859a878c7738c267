import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Select, TextField } from '@/ui/Field';
import { HoursRow, PriceRow, Rows, Small, SpanFields } from './FigureRows';
import { type Figures, NEEDS, type Part, readNumber, TRAVELS, type Travel } from './figures';

interface Props {
  form: Part[];
  figures: Figures;
  /** Of the property, for a first price. */
  currency: string;
  onChange: (figures: Figures) => void;
}

/** What a fact says in figures: each part that its kind has, in the order in which it is asked for. */
export function FigureForm({ form, figures, currency, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <section
      aria-label={t('figure.title')}
      className="flex flex-col gap-4 rounded-card border border-line bg-bg px-3.5 py-3"
    >
      <div>
        <h3 className="font-medium text-ui">{t('figure.title')}</h3>
        <p className="text-ink3 text-label">{t('figure.hint')}</p>
      </div>
      {form.map((part) => (
        <PartFields key={part} {...{ part, figures, currency, onChange }} />
      ))}
    </section>
  );
}

function PartFields({ part, figures, currency, onChange }: Omit<Props, 'form'> & { part: Part }) {
  const { t } = useTranslation();
  const put = (change: Figures) => onChange({ ...figures, ...change });
  switch (part) {
    case 'hours':
    case 'from':
    case 'until':
      return (
        <Rows
          legend={t(`figure.part.${part}`)}
          add={t('figure.addHours')}
          rows={figures.hours ?? []}
          fresh={{}}
          onChange={(hours) => put({ hours })}
        >
          {(row, change) => (
            <HoursRow
              row={row}
              ends={{ from: part !== 'until', until: part !== 'from' }}
              onChange={change}
            />
          )}
        </Rows>
      );
    case 'seasons':
      return (
        <Rows
          legend={t('figure.part.seasons')}
          add={t('figure.addSeason')}
          rows={figures.seasons ?? []}
          fresh={{ from: '05-01', until: '09-30' }}
          onChange={(seasons) => put({ seasons })}
        >
          {(span, change) => <SpanFields span={span} onChange={change} />}
        </Rows>
      );
    case 'prices':
      return (
        <Rows
          legend={t('figure.part.prices')}
          add={t('figure.addPrice')}
          rows={figures.prices ?? []}
          fresh={{ amount: '' }}
          onChange={(prices) => put({ prices, currency: figures.currency ?? currency })}
        >
          {(row, change, nth) => (
            <PriceRow
              row={row}
              onChange={change}
              currency={
                nth === 0 ? (
                  <Small
                    width="w-16"
                    label={t('figure.currency')}
                    value={figures.currency ?? currency}
                    onChange={(typed) => put({ currency: typed.toUpperCase().slice(0, 3) })}
                  />
                ) : (
                  <span className="w-16 ps-2.5 text-ink3 text-ui">
                    {figures.currency ?? currency}
                  </span>
                )
              }
            />
          )}
        </Rows>
      );
    case 'needs':
      return <Needs figures={figures} put={put} />;
    case 'deadline':
      return (
        <Amount
          label={t('figure.part.deadline')}
          value={figures.deadline_hours}
          onChange={(deadline_hours) => put({ deadline_hours })}
        />
      );
    case 'ages':
      return (
        <div className="flex flex-wrap gap-3">
          <Amount
            label={t('figure.minAge')}
            value={figures.min_age}
            onChange={(min_age) => put({ min_age })}
          />
          <Amount
            label={t('figure.maxAge')}
            value={figures.max_age}
            onChange={(max_age) => put({ max_age })}
          />
        </div>
      );
    case 'weight':
      return (
        <Amount
          label={t('figure.part.weight')}
          value={figures.max_kg}
          onChange={(max_kg) => put({ max_kg })}
        />
      );
    case 'people':
      return (
        <Amount
          label={t('figure.part.people')}
          value={figures.max_people}
          onChange={(max_people) => put({ max_people })}
        />
      );
    case 'place':
      return <Place figures={figures} put={put} />;
  }
}

interface OfPart {
  figures: Figures;
  put: (change: Figures) => void;
}

function Needs({ figures, put }: OfPart) {
  const { t } = useTranslation();
  const id = useId();
  const needs = figures.needs ?? [];
  return (
    <fieldset className="flex min-w-0 flex-col gap-2">
      <legend className="mb-1 font-medium text-ink2 text-label">{t('figure.part.needs')}</legend>
      <div className="flex flex-wrap gap-x-4 gap-y-1">
        {NEEDS.map((need) => (
          <label
            key={need}
            htmlFor={`${id}${need}`}
            className="flex h-7 items-center gap-1.5 text-ui max-sm:h-9"
          >
            <input
              id={`${id}${need}`}
              type="checkbox"
              checked={needs.includes(need)}
              onChange={(event) =>
                put({
                  needs: NEEDS.filter((other) =>
                    other === need ? event.target.checked : needs.includes(other),
                  ),
                })
              }
            />
            {t(`figure.need.${need}`)}
          </label>
        ))}
      </div>
      <Amount
        label={t('figure.ahead')}
        value={figures.ahead_hours}
        onChange={(ahead_hours) => put({ ahead_hours })}
      />
    </fieldset>
  );
}

function Place({ figures, put }: OfPart) {
  const { t } = useTranslation();
  const place = figures.place ?? {};
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Amount
        label={t('figure.metres')}
        value={place.metres}
        onChange={(metres) => put({ place: { ...place, metres } })}
      />
      <Amount
        label={t('figure.minutes')}
        value={place.minutes}
        onChange={(minutes) => put({ place: { ...place, minutes } })}
      />
      <Select
        label={t('figure.byWhat')}
        value={place.by ?? ''}
        onChange={(event) =>
          put({ place: { ...place, by: (event.target.value || undefined) as Travel | undefined } })
        }
      >
        <option value="">–</option>
        {TRAVELS.map((travel) => (
          <option key={travel} value={travel}>
            {t(`figure.by.${travel}`)}
          </option>
        ))}
      </Select>
    </div>
  );
}

/** A whole number under its name. */
function Amount({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | undefined;
  onChange: (value: number | undefined) => void;
}) {
  return (
    <div className="w-44 max-sm:w-full">
      <TextField
        label={label}
        inputMode="numeric"
        className="nums"
        value={value ? String(value) : ''}
        onChange={(event) => onChange(readNumber(event.target.value))}
      />
    </div>
  );
}
