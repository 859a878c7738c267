import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, FlaskConical, Plus, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HubEntry, hubApi, type TestQuestion, type TestRun } from '@/api/hub';
import { keys } from '@/api/keys';
import type { Fact, Property } from '@/api/types';
import { dateTime } from '@/lib/format';
import { Chip, Empty, ErrorCard, messageOf, SkeletonLines } from '@/ui/Bits';
import { Button, IconButton } from '@/ui/Button';
import { toast } from '@/ui/toast';
import { TestDialog } from './TestDialog';

interface Props {
  property: Property;
  facts: Fact[];
  /** The newest, which most tests expect. */
  entries: HubEntry[];
  editable: boolean;
}

type Result = TestRun['results'][number];

/** The property's own questions with what they are to be answered with, asked again after every publish. */
export function Tests({ property, facts, entries, editable }: Props) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [open, setOpen] = useState<TestQuestion | 'new'>();
  const key = [...keys.knowledge(property.id), 'tests'];
  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: () => hubApi.tests(property.id),
  });
  const refresh = () => queries.invalidateQueries({ queryKey: key });
  const run = useMutation({
    mutationFn: () => hubApi.runTests(property.id),
    onSuccess: refresh,
    onError: (failure) => toast(messageOf(failure, t)),
  });
  const add = editable && (
    <Button variant={data?.tests.length ? 'secondary' : 'primary'} onClick={() => setOpen('new')}>
      <Plus size={14} strokeWidth={2} aria-hidden />
      {t('test.new')}
    </Button>
  );
  const last = data?.runs[0];
  const results = new Map(last?.results.map((result) => [result.test_id, result]));
  const broken = new Set(last?.broken.map(({ test_id }) => test_id));
  /** What an answer is from, or what it was instead, in words. */
  const named = (what: string) =>
    facts.find(({ key }) => key === what)?.label ??
    entries.find(({ id }) => id === what)?.questions[0] ??
    t(`decision.${what}`, { defaultValue: t('test.anEntry') });
  return (
    <div className="mx-auto flex max-w-[860px] flex-col gap-4 p-5 max-sm:p-4">
      {error && !data && <ErrorCard error={error} onRetry={() => refetch()} />}
      {!data && !error && (
        <div aria-busy>
          <SkeletonLines widths={[60, 45, 70, 52]} />
        </div>
      )}
      {data?.tests.length === 0 && (
        <Empty
          icon={<FlaskConical size={22} strokeWidth={1.5} />}
          title={t('test.emptyTitle')}
          action={add}
        >
          {t('test.emptyBody')}
        </Empty>
      )}
      {data && data.tests.length > 0 && (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <p role="status" className="nums min-w-0 flex-1 text-ink2 text-ui max-sm:basis-full">
              {last
                ? t('test.last', {
                    right: last.right,
                    all: last.results.length,
                    at: dateTime(last.at),
                  })
                : t('test.never')}
              {broken.size > 0 && (
                <span className="ms-2 text-danger">{t('test.broken', { count: broken.size })}</span>
              )}
            </p>
            {add}
            {editable && (
              <Button variant="primary" disabled={run.isPending} onClick={() => run.mutate()}>
                {t(run.isPending ? 'test.running' : 'test.run')}
              </Button>
            )}
          </div>
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {data.tests.map((test) => (
              <Row
                key={test.id}
                property={property.id}
                test={test}
                named={named}
                result={results.get(test.id)}
                broken={broken.has(test.id)}
                onEdit={editable ? () => setOpen(test) : undefined}
              />
            ))}
          </ul>
        </>
      )}
      {open && (
        <TestDialog
          property={property}
          facts={facts}
          entries={entries}
          test={open === 'new' ? undefined : open}
          onClose={() => setOpen(undefined)}
        />
      )}
    </div>
  );
}

interface RowProps {
  property: string;
  test: TestQuestion;
  named: (what: string) => string;
  result?: Result;
  broken: boolean;
  onEdit?: () => void;
}

function Row({ property, test, named, result, broken, onEdit }: RowProps) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => hubApi.deleteTest(property, test.id),
    onSuccess: () =>
      queries.invalidateQueries({ queryKey: [...keys.knowledge(property), 'tests'] }),
    onError: (error) => toast(messageOf(error, t)),
  });
  return (
    <li className="flex items-start gap-3 px-4 py-3">
      <span className="mt-0.5 shrink-0">
        {!result && <span className="block size-4 rounded-full border border-strong" />}
        {result?.right && <Check size={16} aria-label={t('test.right')} className="text-live" />}
        {result && !result.right && (
          <X size={16} aria-label={t('test.wrong')} className="text-danger" />
        )}
      </span>
      <div className="min-w-0 flex-1 text-ui">
        {onEdit ? (
          <button
            type="button"
            dir="auto"
            onClick={onEdit}
            className="block w-full break-words rounded-chip text-start font-medium hover:bg-sunken"
          >
            {test.question}
          </button>
        ) : (
          <p dir="auto" className="font-medium">
            {test.question}
          </p>
        )}
        <p className="text-ink3 text-label">{t('test.expects', { what: named(test.expect) })}</p>
        {result && !result.right && (
          <p className="text-ink2 text-label">
            {result.error || t('test.got', { what: named(result.got ?? '') })}
          </p>
        )}
      </div>
      {broken && <Chip tone="danger">{t('test.wasRight')}</Chip>}
      {onEdit && (
        <IconButton
          label={t('test.delete', { question: test.question })}
          disabled={remove.isPending}
          onClick={() => remove.mutate()}
        >
          <Trash2 size={15} strokeWidth={1.5} />
        </IconButton>
      )}
    </li>
  );
}
