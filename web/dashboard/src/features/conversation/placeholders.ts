/** What a shortcut's placeholders may stand for. */
export interface PlaceholderValues {
  'guest.first_name'?: string;
  'agent.name'?: string;
  'property.name'?: string;
}

const PLACEHOLDER = /\{\{\s*([a-z_.]+)\s*(?:\|([^{}]*))?\}\}/g;

/**
 * Fills `{{guest.first_name|there}}` and the like: with the value, else with what stands behind the bar,
 * else the placeholder stays, and blocks sending until somebody fills it by hand.
 */
export function fill(text: string, values: PlaceholderValues): string {
  return text.replace(PLACEHOLDER, (whole, name: string, fallback: string | undefined) => {
    const value = values[name as keyof PlaceholderValues]?.trim();
    return value || fallback?.trim() || whole;
  });
}

/** The placeholders that are still unfilled in a text about to be sent. */
export function unresolved(text: string): string[] {
  return [...text.matchAll(PLACEHOLDER)].map((match) => match[0]);
}

/** The word behind a `/` at the start of the line that the cursor is in; undefined where there is none. */
export function slashWord(
  text: string,
  cursor: number,
): { from: number; query: string } | undefined {
  const before = text.slice(0, cursor);
  const from = before.lastIndexOf('\n') + 1;
  const line = before.slice(from);
  if (!line.startsWith('/') || line.length > 40) return undefined;
  return { from, query: line.slice(1) };
}

/** The first word of a guest's name, to greet with. */
export function firstName(name: string | undefined): string | undefined {
  return name?.trim().split(/\s+/)[0] || undefined;
}
