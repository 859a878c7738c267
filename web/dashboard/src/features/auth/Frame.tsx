import { BellRing } from 'lucide-react';
import type { ReactNode } from 'react';

/** The quiet page around sign-in, set-up and links from an e-mail: the mark, a title, one form. */
export function Frame({
  title,
  lead,
  children,
  wide,
}: {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
  wide?: boolean;
}) {
  return (
    <main className="scroll-y h-full bg-canvas">
      <div
        className={`mx-auto flex min-h-full flex-col justify-center px-4 py-10 ${wide ? 'max-w-[720px]' : 'max-w-[392px]'}`}
      >
        <div className="mb-6 flex items-center gap-2.5 font-semibold text-panel">
          <span className="flex size-8 items-center justify-center rounded-[9px] bg-fill text-white">
            <BellRing size={17} strokeWidth={1.75} />
          </span>
          Deskbell
        </div>
        <div className="rounded-card border border-line bg-surface p-6 max-sm:p-5">
          <h1 className="font-semibold text-page">{title}</h1>
          {lead && <p className="mt-1 text-ink2 text-ui">{lead}</p>}
          <div className="mt-5">{children}</div>
        </div>
      </div>
    </main>
  );
}
