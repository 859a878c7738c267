import { HistoryList } from './HistoryList';

/** Everything that was changed of what the property knows, by whom, and the press that takes it back. */
export function Past({ property, editable }: { property: string; editable: boolean }) {
  return (
    <div className="mx-auto max-w-[860px] p-5 max-sm:p-4">
      <div className="rounded-card border border-line bg-surface px-4 py-1">
        <HistoryList property={property} editable={editable} />
      </div>
    </div>
  );
}
