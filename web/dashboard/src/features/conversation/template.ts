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

/** True where the channel takes a template now. */
export const sendable = ({ status }: Template): boolean => status.toLowerCase() === 'approved';

/** What a variable is for, as its label says: a part's text, or the address of the file that a header shows. */
export function labelOf({ kind, format }: TemplatePart): 'header' | 'body' | 'button' | 'file' {
  const part = kind.toLowerCase();
  if (part === 'header') return format && format.toLowerCase() !== 'text' ? 'file' : 'header';
  return part === 'button' ? 'button' : 'body';
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
