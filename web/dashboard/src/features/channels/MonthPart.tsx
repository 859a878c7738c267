import { useMutation } from '@tanstack/react-query';
import i18n from 'i18next';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ChannelAccount, channelApi } from '@/api/channels';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { toast } from '@/ui/toast';
import { useKeepAccount } from './useChannels';

/** Thousandths of a currency as people write it. */
function money(thousandths: number, currency: string): string {
  try {
    return new Intl.NumberFormat(i18n.language, { style: 'currency', currency }).format(
      thousandths / 1000,
    );
  } catch {
    return `${(thousandths / 1000).toFixed(2)} ${currency}`;
  }
}

/** What the channel bills: lines of this month, what they may cost, and where the assistant stops. */
export function MonthPart({ account }: { account: ChannelAccount }) {
  const { t } = useTranslation();
  const { month, settings } = account;
  const keep = useKeepAccount();
  const [cap, setCap] = useState(String(settings.line_cap || ''));
  const [free, setFree] = useState(String(settings.line_free ?? ''));
  const [price, setPrice] = useState(settings.line_price ? String(settings.line_price / 1000) : '');
  const [currency, setCurrency] = useState(settings.currency || 'EUR');
  const number = (text: string) => Math.max(0, Number(text.replace(',', '.')) || 0);
  const wish = {
    ...settings,
    line_cap: Math.round(number(cap)),
    line_free: Math.round(number(free)),
    line_price: Math.round(number(price) * 1000),
    currency: currency.trim().toUpperCase(),
  };
  const changed = (['line_cap', 'line_free', 'line_price', 'currency'] as const).some(
    (key) =>
      (wish[key] || '') !== ((key === 'currency' ? settings[key] || 'EUR' : settings[key]) || ''),
  );
  const save = useMutation({
    mutationFn: () => channelApi.update(account.id, { settings: wish }),
    onSuccess: (fresh) => {
      keep(fresh);
      toast(t('health.saved'));
    },
    onError: (error) => toast(messageOf(error, t)),
  });
  const lines = month?.lines ?? 0;
  const limit = settings.line_cap ?? 0;
  const share = limit > 0 ? Math.min(1, lines / limit) : 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (changed && !save.isPending) save.mutate();
  };
  return (
    <Section title={t('month.title')} hint={t('month.hint')}>
      <p className="flex flex-wrap items-baseline gap-x-3">
        <span className="nums font-semibold text-kpi">{lines.toLocaleString(i18n.language)}</span>
        <span className="text-ink2 text-ui">
          {limit > 0
            ? t('month.linesOf', { cap: limit.toLocaleString(i18n.language) })
            : t('month.lines')}
        </span>
        {Boolean(settings.line_price) && (
          <span className="nums text-ink2 text-ui sm:ms-auto">
            {t('month.estimate', {
              amount: money(month?.estimate ?? 0, settings.currency || 'EUR'),
            })}
          </span>
        )}
      </p>
      {limit > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a meter element cannot be drawn like this
        <div
          role="meter"
          aria-label={t('month.title')}
          aria-valuemin={0}
          aria-valuemax={limit}
          aria-valuenow={Math.min(lines, limit)}
          className="h-1.5 rounded-full bg-sunken"
        >
          <span
            className={`block h-full rounded-full ${share >= 1 ? 'bg-danger' : share > 0.8 ? 'bg-brass' : 'bg-fill'}`}
            style={{ width: `${share * 100}%` }}
          />
        </div>
      )}
      <form onSubmit={submit} className="flex flex-col gap-3">
        <div className="grid gap-3 sm:grid-cols-2">
          <TextField
            label={t('month.cap')}
            hint={t('month.capHint')}
            type="number"
            min={0}
            inputMode="numeric"
            value={cap}
            onChange={(event) => setCap(event.target.value)}
          />
          <TextField
            label={t('month.free')}
            type="number"
            min={0}
            inputMode="numeric"
            value={free}
            onChange={(event) => setFree(event.target.value)}
          />
          <TextField
            label={t('month.price')}
            hint={t('month.priceHint')}
            inputMode="decimal"
            value={price}
            onChange={(event) => setPrice(event.target.value)}
          />
          <TextField
            label={t('month.currency')}
            maxLength={3}
            dir="ltr"
            value={currency}
            onChange={(event) => setCurrency(event.target.value)}
          />
        </div>
        <div>
          <Button type="submit" disabled={!changed || save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      </form>
    </Section>
  );
}
