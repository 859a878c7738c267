import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/endpoints';
import { keys } from '@/api/keys';
import type { Me } from '@/api/types';
import { messageOf } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { TextField } from '@/ui/Field';
import { Frame } from './Frame';

/** The set-up ends where a guest begins: a first question on the property's own page, answered. */
export function TestQuestion({ me, address }: { me: Me; address: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  // The page of this installation, whatever host name the server believes it has.
  const path = new URL(address, location.href).pathname;
  const property = me.properties[0]?.id;
  return (
    <Frame wide title={t('setup.testTitle')} lead={t('setup.testLead')}>
      {property && <FirstFact property={property} />}
      <iframe
        src={path}
        title={t('setup.testFrame')}
        className="h-[480px] w-full rounded-card border border-line bg-bg"
      />
      <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
        <a
          className="font-medium text-accent text-ui underline"
          href={path}
          target="_blank"
          rel="noreferrer"
        >
          {t('setup.openPage')}
        </a>
        <Button variant="primary" size="lg" onClick={() => void navigate({ to: '/' })}>
          {t('setup.finish')}
        </Button>
      </div>
    </Frame>
  );
}

/** One fact, the one guests ask for most, so that the first question finds an answer. */
function FirstFact({ property }: { property: string }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const { data } = useQuery({
    queryKey: keys.knowledge(property),
    queryFn: () => api.knowledge(property),
  });
  const fact = data?.facts?.find(({ key }) => /^check.?in/.test(key));
  const save = useMutation({
    mutationFn: () =>
      api.saveFact(property, fact?.key ?? '', { state: 'yes', details: text.trim() }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() && !save.isPending) save.mutate();
  };
  if (!fact) return null;
  if (save.isSuccess) {
    return (
      <p role="status" className="mb-4 rounded-control bg-live-tint px-3 py-2 text-live text-ui">
        {t('setup.askNow')}
      </p>
    );
  }
  return (
    <form onSubmit={submit} className="mb-4 flex items-end gap-2">
      <div className="flex-1">
        <TextField
          label={t('setup.firstFact')}
          placeholder={t('setup.firstFactExample')}
          dir="auto"
          value={text}
          error={save.error ? messageOf(save.error, t) : undefined}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      <Button type="submit" size="lg" disabled={!text.trim() || save.isPending}>
        {t('common.save')}
      </Button>
    </form>
  );
}
