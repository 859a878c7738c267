import { useMe } from '@/app/session';
import { PropertyTag } from '@/ui/Bits';

export interface SheetRow {
  id: string;
  property: string;
  guest: string;
  text?: string;
}

/** One part of a shift's sheet: whose guests, and the last thing each of them wrote. */
export function SheetLines({ title, rows }: { title: string; rows: SheetRow[] }) {
  const { properties } = useMe();
  if (rows.length === 0) return null;
  return (
    <section aria-label={title} className="mt-4">
      <h3 className="mb-1.5 font-semibold text-ink2 text-label">
        {title} <span className="nums font-normal text-ink3">{rows.length}</span>
      </h3>
      <ul className="divide-y divide-line rounded-card border border-line">
        {rows.map((row) => (
          <li key={row.id} className="flex min-w-0 items-center gap-2.5 px-3 py-2">
            <PropertyTag property={properties.find(({ id }) => id === row.property)} />
            <bdi className="one-line max-w-40 shrink-0 font-medium text-ui">{row.guest}</bdi>
            <span dir="auto" className="one-line min-w-0 flex-1 text-ink2 text-ui">
              {row.text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
