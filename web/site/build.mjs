/**
 * Builds the sample properties' websites into dist/site: plain pages, one style sheet each, no script
 * but the chat's own snippet, so that they stand for any hotel's website. Links are relative; the
 * pages are served below /demo/.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const read = (path) => readFileSync(here(path), 'utf8');
const out = here('../dist/site/');

/** Puts `art/NAME.svg` where a page says `<!-- art: NAME -->`. */
const withArt = (html) =>
  html.replace(/<!-- art: ([\w-]+) -->/g, (_, name) => read(`art/${name}.svg`).trim());

/** A page is a layout with the page's own title and body; the current link is marked. */
function page(layout, name, file, title, description) {
  const body = withArt(read(`pages/${name}.html`));
  const html = withArt(read(`pages/${layout}.layout.html`))
    .replaceAll('{{title}}', title)
    .replaceAll('{{description}}', description)
    .replace('{{body}}', () => body)
    .replace(`href="${file.split('/').pop()}" data-nav`, (link) => `${link} aria-current="page"`)
    .replaceAll(' data-nav', '');
  writeFileSync(`${out}${file}`, html);
}

rmSync(out, { recursive: true, force: true });
mkdirSync(`${out}mill`, { recursive: true });
copyFileSync(here('harbour.css'), `${out}harbour.css`);
copyFileSync(here('mill.css'), `${out}mill/mill.css`);
copyFileSync(here('art/icon-harbour.svg'), `${out}icon.svg`);
copyFileSync(here('art/icon-mill.svg'), `${out}mill/icon.svg`);

page(
  'harbour',
  'home',
  'index.html',
  'Harbour View Hotel, Lisbon',
  'A quiet house above the river, with the harbour in every window.',
);
page(
  'harbour',
  'rooms',
  'rooms.html',
  'Rooms · Harbour View Hotel',
  'Sixty-two rooms between the old town and the water.',
);
page(
  'harbour',
  'dining',
  'dining.html',
  'Dining · Harbour View Hotel',
  'Restaurant Almirante, breakfast and the bar.',
);
page(
  'harbour',
  'contact',
  'contact.html',
  'Contact · Harbour View Hotel',
  'How to find us and how to reach the desk, day and night.',
);
page(
  'mill',
  'mill',
  'mill/index.html',
  'Old Mill Inn',
  'Nine rooms, one river, and a wheel that still turns.',
);
