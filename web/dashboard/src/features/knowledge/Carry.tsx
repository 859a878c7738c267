import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download, Upload } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { hubApi } from '@/api/hub';
import { keys } from '@/api/keys';
import { ErrorCard, messageOf, Section, SkeletonLines } from '@/ui/Bits';
import { Button, buttonClass } from '@/ui/Button';
import { FromOther } from './FromOther';
import { ImportRow, isWorkedOn } from './ImportRow';

interface Props {
  property: string;
  /** The property that facts are inherited from. */
  parent?: string;
  editable: boolean;
}

/** How often a running import is looked at. */
const LOOK = 1000;

/** Everything the property knows as a file, and files taken in. */
export function Carry({ property, parent, editable }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const key = [...keys.knowledge(property), 'imports'];
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => hubApi.imports(property),
    enabled: editable,
    refetchInterval: ({ state }) => (state.data?.imports.some(isWorkedOn) ? LOOK : false),
  });
  const upload = useMutation({
    mutationFn: (file: File) => hubApi.upload(property, file),
    onSettled: () => queries.invalidateQueries({ queryKey: key }),
  });
  return (
    <div className="mx-auto max-w-[860px] px-5 max-sm:px-4">
      <Section title={t('carry.export')} hint={t('carry.exportHint')}>
        <div className="flex flex-wrap gap-2">
          {(['csv', 'json'] as const).map((format) => (
            <a
              key={format}
              href={hubApi.exportFile(property, format)}
              download
              className={buttonClass()}
            >
              <Download size={14} strokeWidth={1.5} aria-hidden />
              {t(`carry.${format}`)}
            </a>
          ))}
        </div>
      </Section>
      {editable && <FromOther property={property} parent={parent} />}
      {editable && (
        <Section title={t('carry.import')} hint={t('carry.importHint')}>
          <input
            ref={picker}
            type="file"
            accept=".csv,.json,text/csv,application/json"
            aria-label={t('carry.choose')}
            className="sr-only"
            tabIndex={-1}
            onChange={({ target }) => {
              const file = target.files?.[0];
              target.value = ''; // the same file can be chosen again, mended
              if (file) upload.mutate(file);
            }}
          />
          <Button
            variant="primary"
            className="self-start"
            disabled={upload.isPending}
            onClick={() => picker.current?.click()}
          >
            <Upload size={14} strokeWidth={1.5} aria-hidden />
            {t(upload.isPending ? 'carry.reading' : 'carry.choose')}
          </Button>
          {upload.error && (
            <p role="alert" className="text-danger text-ui">
              {messageOf(upload.error, t)}
            </p>
          )}
          {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
          {!data && !error && (
            <div aria-busy>
              <SkeletonLines widths={[60, 45]} />
            </div>
          )}
          {data && data.imports.length > 0 && (
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {data.imports.map((one) => (
                <ImportRow key={one.id} property={property} file={one} />
              ))}
            </ul>
          )}
        </Section>
      )}
    </div>
  );
}
