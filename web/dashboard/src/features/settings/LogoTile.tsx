import { initials } from '@shared/text';
import type { PropertySettings } from '@/api/types';

/** The logo as the head of the widget shows it; without one, the property's initials on its colour. */
export function LogoTile({ values, fill }: { values: PropertySettings; fill: string }) {
  const url = values.look.logo_url;
  if (url) return <img src={url} alt="" className="size-10 shrink-0 rounded-card object-contain" />;
  return (
    <span
      aria-hidden
      className="flex size-10 shrink-0 items-center justify-center rounded-card font-semibold text-ui text-white"
      style={{ background: fill }}
    >
      {initials(values.name)}
    </span>
  );
}
