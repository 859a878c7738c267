import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hubApi } from '@/api/hub';
import { keys } from '@/api/keys';
import { useMe } from '@/app/session';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Select } from '@/ui/Field';
import { toast } from '@/ui/toast';

/** Facts of another property: inherited as long as nothing is said here, or copied once. Both are drafts until somebody confirms them. */
export function FromOther({ property, parent }: { property: string; parent?: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const others = useMe().properties.filter(({ id }) => id !== property);
  const [from, setFrom] = useState(parent ?? others[0]?.id ?? '');
  const refresh = () => queries.invalidateQueries({ queryKey: keys.knowledge(property) });
  const fails = (error: unknown) => toast(messageOf(error, t));
  const inherit = useMutation({
    mutationFn: (id: string) => hubApi.inherit(property, id),
    onSuccess: refresh,
    onError: fails,
  });
  const copy = useMutation({
    mutationFn: () => hubApi.copyFacts(property, from),
    onSuccess: async ({ proposed }) => {
      toast(t('other.proposed', { count: proposed }));
      await refresh();
    },
    onError: fails,
  });
  if (others.length === 0) return null;
  const options = others.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
  return (
    <Section title={t('other.title')} hint={t('other.hint')}>
      <Select
        label={t('other.inherit')}
        hint={t('other.inheritHint')}
        value={parent ?? ''}
        disabled={inherit.isPending}
        onChange={(event) => inherit.mutate(event.target.value)}
      >
        <option value="">{t('other.nobody')}</option>
        {options}
      </Select>
      <div className="flex flex-wrap items-end gap-2">
        <div className="min-w-0 flex-1 basis-48">
          <Select
            label={t('other.copy')}
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          >
            {options}
          </Select>
        </div>
        <Button className="h-9" disabled={copy.isPending} onClick={() => copy.mutate()}>
          <Copy size={14} strokeWidth={1.5} aria-hidden />
          {t('other.propose')}
        </Button>
      </div>
    </Section>
  );
}
