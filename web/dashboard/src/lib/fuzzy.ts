/**
 * Scores how well `query` is found in `text` as letters in order: higher is better, -1 is not found.
 * Whole words and beginnings of words win over scattered letters.
 */
export function fuzzy(query: string, text: string): number {
  const needle = query.trim().toLocaleLowerCase();
  const hay = text.toLocaleLowerCase();
  if (!needle) return 0;
  const whole = hay.indexOf(needle);
  if (whole === 0) return 1000 - hay.length / 100;
  if (whole > 0) return (/\W/.test(hay[whole - 1] ?? '') ? 800 : 600) - whole / 10;
  let score = 0;
  let at = -1;
  for (const letter of needle) {
    if (letter === ' ') continue;
    const found = hay.indexOf(letter, at + 1);
    if (found < 0) return -1;
    score += found === at + 1 ? 6 : /\W/.test(hay[found - 1] ?? ' ') ? 4 : 1;
    at = found;
  }
  return score;
}

/** The best matches first; everything, in its own order, for an empty query. */
export function rank<T>(query: string, items: T[], text: (item: T) => string): T[] {
  if (!query.trim()) return items;
  return items
    .map((item) => ({ item, score: fuzzy(query, text(item)) }))
    .filter(({ score }) => score >= 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}
