import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isCode } from '@/api/client';
import { keys } from '@/api/keys';
import { type Passage, sourceApi } from '@/api/sources';
import { ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { Dialog } from '@/ui/Dialog';
import { TextArea, TextField } from '@/ui/Field';
import { toast } from '@/ui/toast';

/** As many characters as the server takes. */
const MOST = { title: 200, text: 1200 };

interface Props {
  property: string;
  id: string;
  onClose: () => void;
}

/** A piece of a document or website in the house's own words, told from the moment it is saved. */
export function CorrectPassage({ property, id, onClose }: Props) {
  const { t } = useTranslation();
  const found = useQuery({
    queryKey: [...keys.knowledge(property), 'passage', id],
    queryFn: () => sourceApi.passage(property, id),
    staleTime: Number.POSITIVE_INFINITY, // what somebody writes is not replaced under their hands
    retry: false,
  });
  if (found.data) return <Form property={property} passage={found.data} onClose={onClose} />;
  const gone = isCode(found.error, 'not_found');
  return (
    <Dialog title={t('passage.correcting')} onClose={onClose}>
      {gone && <p role="alert">{t('passage.gone')}</p>}
      {found.error && !gone && <ErrorCard error={found.error} onRetry={() => found.refetch()} />}
      {!found.error && (
        <div aria-busy className="py-4">
          <SkeletonLines widths={[40, 90, 80]} />
        </div>
      )}
    </Dialog>
  );
}

function Form({
  property,
  passage,
  onClose,
}: {
  property: string;
  passage: Passage;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [title, setTitle] = useState(passage.title);
  const [text, setText] = useState(passage.text);
  const save = useMutation({
    mutationFn: () => sourceApi.correct(property, passage.id, { title, text }),
    onSuccess: () => {
      toast(t('passage.told'));
      queries.invalidateQueries({ queryKey: keys.knowledge(property) });
      onClose();
    },
  });
  return (
    <Dialog
      title={t('passage.correcting')}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant="primary"
            disabled={save.isPending || !text.trim()}
            onClick={() => save.mutate()}
          >
            {t('common.save')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        {passage.page && (
          <p dir="auto" className="break-all text-ink3 text-label">
            {passage.page}
          </p>
        )}
        <TextField
          label={t('passage.title')}
          dir="auto"
          maxLength={MOST.title}
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <TextArea
          label={t('passage.words')}
          hint={t('passage.keeps')}
          dir="auto"
          rows={7}
          data-autofocus
          maxLength={MOST.text}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        {save.error && (
          <p role="alert" className="text-danger text-ui">
            {isCode(save.error, 'not_found') ? t('passage.gone') : messageOf(save.error, t)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
