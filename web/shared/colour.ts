/** Keeps a property's brand colour legible, whatever was chosen in its settings. */

type Rgb = [number, number, number];

/** Reads #rgb or #rrggbb; null for anything else. */
export function parseHex(hex: string): Rgb | null {
  const m = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(hex.trim());
  if (!m) return null;
  let h = m[1] as string;
  if (h.length === 3) h = h.replace(/./g, '$&$&');
  const n = Number.parseInt(h, 16);
  return [n >> 16, (n >> 8) & 255, n & 255];
}

/** WCAG 2.2 relative luminance. */
export function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((v) => {
    const c = v / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** WCAG contrast ratio, 1 to 21. */
export function contrast(a: Rgb, b: Rgb): number {
  const x = luminance(a);
  const y = luminance(b);
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const toHex = (rgb: Rgb) =>
  `#${rgb.map((v) => Math.round(v).toString(16).padStart(2, '0')).join('')}`;

/**
 * The nearest colour of the same hue that has at least `min` contrast against `ground`: walks in
 * small steps towards black on a light ground, towards white on a dark one.
 */
export function legible(hex: string, ground: string, min: number): string {
  const from = parseHex(hex) ?? [58, 79, 203];
  const back = parseHex(ground) ?? [255, 255, 255];
  const goal = luminance(back) > 0.18 ? 0 : 255;
  for (let step = 0; step <= 50; step++) {
    const mixed = from.map((v) => v + ((goal - v) * step) / 50) as Rgb;
    if (contrast(mixed, back) >= min) return toHex(mixed);
  }
  return goal ? '#ffffff' : '#000000';
}

/** White where it can be read on the colour (4.5:1), else near-black: one of the two always can. */
export function inkOn(hex: string): string {
  return contrast(parseHex(hex) ?? [58, 79, 203], [255, 255, 255]) >= 4.5 ? '#ffffff' : '#14120f';
}
