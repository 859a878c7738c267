/**
 * Turns what people and the assistant write into plain tokens. The views make DOM nodes of them,
 * never markup, so nothing written in a chat can become an element that is not listed here.
 */

/** One piece of a line. A link's `host` is set where its text does not already show it. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'bold'; text: string }
  | { kind: 'link'; text: string; href: string; host?: string };

/** A paragraph (its line breaks kept) or a list. */
export type Block = { kind: 'p'; inlines: Inline[] } | { kind: 'ul' | 'ol'; items: Inline[][] };

/** The address if it is http or https without a user name in it (`https://bank.com@evil.com`). */
export function safeUrl(raw: string): URL | null {
  if (!/^https?:\/\//i.test(raw)) return null;
  try {
    const url = new URL(raw);
    return url.username || url.password || !url.hostname ? null : url;
  } catch {
    return null;
  }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: an address ends at one
const BARE = /https?:\/\/[^\s<>"'`\u0000-\u001f\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gi;

/** What closes a sentence rather than an address; a bracket stays if it was opened inside. */
function trimUrl(raw: string): string {
  let url = raw;
  for (;;) {
    const end = url.at(-1) ?? '';
    if (/[.,;:!?*…]/.test(end)) url = url.slice(0, -1);
    else if (end === ')' && url.split(')').length > url.split('(').length) url = url.slice(0, -1);
    else if (end === ']') url = url.slice(0, -1);
    else return url;
  }
}

/** Plain text with its http and https addresses as links. */
export function linkify(text: string): Inline[] {
  const out: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(BARE)) {
    const raw = trimUrl(match[0]);
    const url = safeUrl(raw);
    if (!url) continue;
    if (match.index > from) out.push({ kind: 'text', text: text.slice(from, match.index) });
    out.push({ kind: 'link', text: raw, href: url.href });
    from = match.index + raw.length;
  }
  if (from < text.length) out.push({ kind: 'text', text: text.slice(from) });
  return out;
}

const MARKS = /\*\*([^*\n]+)\*\*|\[([^\]\n]{1,200})\]\(([^()\s]{1,2000})\)/g;

/** Bold, `[text](address)` and bare addresses of one paragraph. An unsafe link stays as written. */
export function inlines(text: string): Inline[] {
  const out: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKS)) {
    const [whole, bold, label, address] = match;
    const url = address === undefined ? null : safeUrl(address);
    if (bold === undefined && !url) continue;
    if (match.index > from) out.push(...linkify(text.slice(from, match.index)));
    if (url) {
      const shown = label as string;
      const host = url.host.replace(/^www\./, '');
      const link: Inline = { kind: 'link', text: shown, href: url.href };
      // A label that looks like another address would lie; the true host is always in sight.
      if (shown !== url.href && shown !== address) link.host = host;
      out.push(link);
    } else {
      out.push({ kind: 'bold', text: bold as string });
    }
    from = match.index + whole.length;
  }
  if (from < text.length) out.push(...linkify(text.slice(from)));
  return out;
}

const ITEM = /^\s*(?:[-*•]|(\d{1,2})[.)])\s+(.*)$/;

/** The small part of Markdown that the assistant uses: paragraphs, lists, bold, links. */
export function markdown(text: string): Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let list = null as { kind: 'ul' | 'ol'; items: Inline[][] } | null;
  const endParagraph = () => {
    if (lines.length) blocks.push({ kind: 'p', inlines: inlines(lines.join('\n')) });
    lines = [];
  };
  for (const line of text.split(/\r?\n/)) {
    const item = ITEM.exec(line);
    if (item) {
      endParagraph();
      const kind = item[1] ? 'ol' : 'ul';
      if (list?.kind !== kind) {
        list = { kind, items: [] };
        blocks.push(list);
      }
      list.items.push(inlines(item[2] as string));
      continue;
    }
    list = null;
    if (line.trim()) lines.push(line);
    else endParagraph();
  }
  endParagraph();
  return blocks;
}

/** The first letters of up to two words, for a round mark where no picture is. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/\s+/)
    .filter((w) => /^\p{L}/u.test(w));
  return words
    .slice(0, 2)
    .map((w) => Array.from(w)[0]?.toLocaleUpperCase() ?? '')
    .join('');
}

/** At most `max` characters, cut at a code point and marked as cut. */
export function clip(text: string, max: number): string {
  const chars = Array.from(text);
  return chars.length > max ? `${chars.slice(0, max - 1).join('')}…` : text;
}
