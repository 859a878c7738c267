import { SkeletonLines } from '@/ui/Bits';

const CARDS = ['a', 'b', 'c', 'd', 'e', 'f'];

export function WallSkeleton() {
  return (
    <div
      aria-busy
      className="grid flex-1 grid-cols-[repeat(auto-fill,minmax(min(100%,320px),1fr))] content-start gap-3 p-5 max-sm:p-3"
    >
      {CARDS.map((key) => (
        <div key={key} className="h-52 rounded-card border border-line bg-surface p-4">
          <SkeletonLines widths={[50, 90, 75, 84]} />
        </div>
      ))}
    </div>
  );
}
