import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bookingKeys, bookingsApi } from '@/api/bookings';
import { messageOf, Section } from '@/ui/Bits';
import { Button } from '@/ui/Button';

/** Bookings from a file: what is broken is named, and the others are taken in only where somebody says so. */
export function BookingImport({ property }: { property: string }) {
  const { t, i18n } = useTranslation();
  const queries = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File>();
  const number = (n: number) => new Intl.NumberFormat(i18n.language).format(n);
  const take = useMutation({
    mutationFn: ({ chosen, rest }: { chosen: File; rest: boolean }) =>
      bookingsApi.take(property, chosen, rest),
    onSuccess: () => queries.invalidateQueries({ queryKey: bookingKeys.all(property) }),
  });
  const report = take.data;
  return (
    <Section title={t('bookings.import')} hint={t('bookings.importHint')}>
      <input
        ref={picker}
        type="file"
        accept=".csv,.json,.txt,text/csv,application/json"
        aria-label={t('bookings.choose')}
        className="sr-only"
        tabIndex={-1}
        onChange={({ target }) => {
          const chosen = target.files?.[0];
          target.value = ''; // the same file can be chosen again, mended
          if (!chosen) return;
          setFile(chosen);
          take.mutate({ chosen, rest: false });
        }}
      />
      <Button
        variant="primary"
        className="self-start"
        disabled={take.isPending}
        onClick={() => picker.current?.click()}
      >
        <Upload size={14} strokeWidth={1.5} aria-hidden />
        {t(take.isPending ? 'bookings.reading' : 'bookings.choose')}
      </Button>
      {take.error && (
        <p role="alert" className="text-danger text-ui">
          {messageOf(take.error, t)}
        </p>
      )}
      {report && (
        <div role="status" className="flex flex-col gap-2 text-ui">
          <p className="nums">
            {report.taken
              ? t('bookings.taken', {
                  added: number(report.added),
                  changed: number(report.changed),
                  same: number(report.same),
                })
              : t('bookings.notTaken', { count: report.rows })}
          </p>
          {report.broken_rows > 0 && (
            <>
              <p className="nums text-danger">
                {t('bookings.broken', {
                  count: report.broken_rows,
                })}
              </p>
              <ul className="scroll-y max-h-56 rounded-card border border-line bg-surface">
                {report.broken.map(({ row, reason }) => (
                  <li key={row} className="flex gap-3 px-4 py-2 text-label">
                    <span className="nums shrink-0 text-ink3">
                      {t('bookings.row', { row: number(row) })}
                    </span>
                    <bdi className="min-w-0 break-words">{reason}</bdi>
                  </li>
                ))}
              </ul>
            </>
          )}
          {!report.taken && report.rows > 0 && file && (
            <Button
              className="self-start"
              disabled={take.isPending}
              onClick={() => take.mutate({ chosen: file, rest: true })}
            >
              {t('bookings.rest', { count: report.rows })}
            </Button>
          )}
        </div>
      )}
    </Section>
  );
}
