import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/keys';
import { type Source, sourceApi } from '@/api/sources';
import type { Property } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { Select, TextField } from '@/ui/Field';

const OFTEN = [0, 1, 7, 30];

interface Props {
  property: Property;
  source?: Source;
  onClose: () => void;
}

/** Which website is read, up to how many pages, and how often again. */
export function WebsiteDialog({ property, source, onClose }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [address, setAddress] = useState(source?.address ?? '');
  const [pages, setPages] = useState(source?.max_pages ?? 100);
  const [every, setEvery] = useState(source?.every_days ?? 7);
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: source?.name ?? '',
        address: /^https?:\/\//i.test(address.trim())
          ? address.trim()
          : `https://${address.trim()}`,
        language: source?.language ?? '',
        max_pages: pages,
        every_days: every,
      };
      return source
        ? sourceApi.changeWebsite(property.id, source.id, body)
        : sourceApi.addWebsite(property.id, body);
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.knowledge(property.id) });
      onClose();
    },
  });
  const ready = address.trim() !== '' && pages >= 1 && !save.isPending;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) save.mutate();
  };
  return (
    <Dialog
      title={t(source ? 'source.change' : 'source.addWebsite')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button type="submit" form="website" variant="primary" disabled={!ready}>
            {t(source ? 'common.save' : 'source.start')}
          </Button>
        </>
      }
    >
      <form id="website" onSubmit={submit} className="flex flex-col gap-4">
        <TextField
          label={t('source.address')}
          hint={t('source.addressHint')}
          autoFocus
          data-autofocus
          required
          dir="ltr"
          inputMode="url"
          placeholder="https://"
          value={address}
          onChange={(event) => setAddress(event.target.value)}
        />
        <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
          <TextField
            type="number"
            inputMode="numeric"
            label={t('source.pages')}
            min={1}
            value={Number.isNaN(pages) ? '' : pages}
            onChange={(event) => setPages(event.target.valueAsNumber)}
          />
          <Select
            label={t('source.again')}
            value={every}
            onChange={(event) => setEvery(Number(event.target.value))}
          >
            {[...new Set([...OFTEN, every])].map((days) => (
              <option key={days} value={days}>
                {days === 0 ? t('source.never') : t('source.every', { count: days })}
              </option>
            ))}
          </Select>
        </div>
        {save.error && (
          <p role="alert" className="text-danger text-ui">
            {messageOf(save.error, t)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
