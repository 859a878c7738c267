import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FileText, Globe, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '@/api/keys';
import { type Source, sourceApi } from '@/api/sources';
import type { Property } from '@/api/types';
import { Empty, ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button } from '@/ui/Button';
import { CorrectPassage } from './CorrectPassage';
import { Passages } from './Passages';
import { SourceRow } from './SourceRow';
import { useSources } from './useSources';
import { WebsiteDialog } from './WebsiteDialog';

const ACCEPTED = '.pdf,.docx,.md,.markdown,.txt,.csv';

interface Props {
  property: Property;
  editable: boolean;
  /** The passage that is being corrected, by its id. */
  wanted?: string;
  onWanted: (passage?: string) => void;
}

/** Documents and websites that answers are read from. What they say is told only after somebody approved it. */
export function Sources({ property, editable, wanted, onWanted }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [adding, setAdding] = useState<Source | 'new'>();
  const [reading, setReading] = useState<Source>();
  const { data, error, refetch } = useSources(property.id);
  const upload = useMutation({
    mutationFn: (file: File) => sourceApi.addDocument(property.id, file),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.knowledge(property.id) }),
  });
  const add = editable && (
    <div className="flex flex-wrap justify-center gap-2">
      <Button variant="primary" onClick={() => setAdding('new')}>
        <Globe size={14} strokeWidth={1.5} aria-hidden />
        {t('source.addWebsite')}
      </Button>
      <Button disabled={upload.isPending} onClick={() => picker.current?.click()}>
        <Upload size={14} strokeWidth={1.5} aria-hidden />
        {t(upload.isPending ? 'carry.reading' : 'source.addDocument')}
      </Button>
    </div>
  );
  return (
    <div className="mx-auto flex max-w-[860px] flex-col gap-4 p-5 max-sm:p-4">
      <input
        ref={picker}
        type="file"
        accept={ACCEPTED}
        aria-label={t('source.addDocument')}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const file = target.files?.[0];
          target.value = '';
          if (file) upload.mutate(file);
        }}
      />
      {upload.error && (
        <p role="alert" className="text-danger text-ui">
          {messageOf(upload.error, t)}
        </p>
      )}
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <div aria-busy>
          <SkeletonLines widths={[60, 45, 70]} />
        </div>
      )}
      {data?.sources.length === 0 && (
        <Empty
          icon={<FileText size={22} strokeWidth={1.5} />}
          title={t('source.emptyTitle')}
          action={add}
        >
          {t('source.emptyBody')}
        </Empty>
      )}
      {data && data.sources.length > 0 && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="min-w-0 flex-1 basis-60 text-ink3 text-ui">{t('source.hint')}</p>
            {add}
          </div>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {data.sources.map((source) => (
              <SourceRow
                key={source.id}
                property={property.id}
                source={source}
                editable={editable}
                onRead={() => setReading(source)}
                onChange={() => setAdding(source)}
              />
            ))}
          </ul>
        </>
      )}
      {adding && (
        <WebsiteDialog
          property={property}
          source={adding === 'new' ? undefined : adding}
          onClose={() => setAdding(undefined)}
        />
      )}
      {reading && (
        <Passages
          property={property.id}
          source={reading}
          editable={editable}
          onClose={() => setReading(undefined)}
          onCorrect={onWanted}
        />
      )}
      {editable && wanted && (
        <CorrectPassage
          key={wanted}
          property={property.id}
          id={wanted}
          onClose={() => onWanted(undefined)}
        />
      )}
    </div>
  );
}
