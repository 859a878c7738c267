import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Answering, answeringApi } from '@/api/answering';
import type { Property } from '@/api/types';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { CopyField } from '@/ui/CopyField';
import { TextArea, TextField } from '@/ui/Field';
import type { Fields } from './form';

interface Props {
  property: Property;
  saved: Answering;
  values: Fields;
  wrong: Record<string, string>;
  set: (part: Partial<Fields>) => void;
  /** The secret is stored at once, beside what waits for Save. */
  onSecret: () => void;
}

/** Where the company's own bot is, where its links may lead, and the secret that signs what it is sent. */
export function BotPart({ property, saved, values, wrong, set, onSecret }: Props) {
  const { t } = useTranslation();
  const made = useMutation({
    mutationFn: () => answeringApi.makeSecret(property.id),
    onSuccess: onSecret,
  });
  const make = () => {
    if (!saved.bot.has_secret || window.confirm(t('answering.secretAgain'))) made.mutate();
  };
  return (
    <Section title={t('answering.bot')} hint={t('answering.botSection')}>
      <TextField
        label={t('answering.url')}
        value={values.url}
        error={wrong['bot.url']}
        placeholder="https://bot.hotel.com/deskbell"
        type="url"
        dir="ltr"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => set({ url: event.target.value })}
      />
      {made.data ? (
        <div className="flex flex-col gap-1">
          <CopyField label={t('answering.secret')} text={made.data.secret} />
          <p className="text-brass text-label">{t('answering.secretOnce')}</p>
        </div>
      ) : (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <p className="min-w-0 flex-1 basis-48 text-ink2 text-ui">
            {t(saved.bot.has_secret ? 'answering.secretThere' : 'answering.secretNone')}
          </p>
          <Button disabled={made.isPending} onClick={make}>
            {t(saved.bot.has_secret ? 'answering.secretNew' : 'answering.secretMake')}
          </Button>
        </div>
      )}
      {made.isError && (
        <p role="alert" className="text-danger text-label">
          {messageOf(made.error, t)}
        </p>
      )}
      <TextArea
        label={t('answering.hosts')}
        hint={t('answering.hostsHint')}
        value={values.hosts}
        error={wrong['bot.hosts']}
        placeholder="booking.hotel.com"
        dir="ltr"
        rows={2}
        spellCheck={false}
        onChange={(event) => set({ hosts: event.target.value })}
      />
    </Section>
  );
}
