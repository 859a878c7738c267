import type { FilledTemplate, Template, TemplatePart } from '@/api/channels';

/** What was entered for a part's variables, by where the part stands in the template and the variable's name. */
export type Values = Record<string, string>;

export const slot = (part: number, blank: string) => `${part}.${blank}`;

/** The order in which a phone shows the parts. */
const ORDER = ['header', 'body', 'footer', 'button'];

export function partsInOrder(template: Template): { part: TemplatePart; at: number }[] {
  const rank = ({ kind }: TemplatePart) => (ORDER.indexOf(kind.toLowerCase()) + 9) % 9;
  return template.parts
    .map((part, at) => ({ part, at }))
    .sort((a, b) => rank(a.part) - rank(b.part) || a.at - b.at);
}

/** Every variable of a template, in the order shown. */
export function blanksOf(template: Template): { key: string; blank: string; part: TemplatePart }[] {
  return partsInOrder(template).flatMap(({ part, at }) =>
    (part.blanks ?? []).map((blank) => ({ key: slot(at, blank), blank, part })),
  );
}

/** A run of a part's text: words, or a variable with what it was filled with. */
export interface Piece {
  text: string;
  blank?: string;
  filled: boolean;
}

/** A part's text as pieces: words, and variables with what they were filled with. */
export function pieces(part: TemplatePart, at: number, values: Values): Piece[] {
  return part.text.split(/({{\s*\w+\s*}})/).flatMap((text): Piece[] => {
    const blank = /^{{\s*(\w+)\s*}}$/.exec(text)?.[1];
    if (!blank) return text ? [{ text, filled: true }] : [];
    const value = values[slot(at, blank)]?.trim();
    return [{ text: value || text, blank, filled: Boolean(value) }];
  });
}

/** True where a template can be sent from here: approved, and no header that needs a file. */
export function sendable(template: Template): boolean {
  const file = template.parts.some(
    ({ kind, format }) =>
      kind.toLowerCase() === 'header' && format && format.toLowerCase() !== 'text',
  );
  return template.status.toLowerCase() === 'approved' && !file;
}

/** The template with its values, in the order of each part's variables; parts without any are left out. */
export function filled(template: Template, values: Values): FilledTemplate {
  return {
    name: template.name,
    language: template.language,
    parts: template.parts.flatMap(({ kind, index, blanks }, at) =>
      blanks && blanks.length > 0
        ? [{ kind, index, blanks, values: blanks.map((b) => (values[slot(at, b)] ?? '').trim()) }]
        : [],
    ),
  };
}
