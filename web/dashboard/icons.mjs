// Draws the app's icons from its own sign, with the Chromium that the tests use: node dashboard/icons.mjs
// The results are kept in public/icons, so that a build needs no browser.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const sign = readFileSync(new URL('src/styles/favicon.svg', import.meta.url), 'utf8').trim();
const out = new URL('public/icons/', import.meta.url);

// A launcher cuts a maskable icon to any shape inside its middle 80 %: the colour runs to the edge, and the
// bell stands smaller. A badge is drawn by the system in one colour: only what is opaque counts.
const parts = sign.replace(/^<svg[^>]*>/, '').replace(/<\/svg>$/, '');
const ground = /<rect width="32" height="32"[^>]*\/>/;
const bell = parts.replace(/<title>.*?<\/title>/, '').replace(ground, '');
const svg = (inside) =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">${inside}</svg>`;
const full = '<rect width="32" height="32" fill="#3A4FCB"/>';
const smaller = (by) =>
  `<g transform="translate(${16 * (1 - by)} ${16 * (1 - by)}) scale(${by})">${bell}</g>`;

const icons = {
  '192.png': [192, sign],
  '512.png': [512, sign],
  'maskable-192.png': [192, svg(full + smaller(0.78))],
  'maskable-512.png': [512, svg(full + smaller(0.78))],
  'apple-180.png': [180, svg(full + smaller(0.86))],
  'badge.png': [96, svg(`<g>${bell.replace(/fill="#[0-9A-Fa-f]+"/g, 'fill="#fff"')}</g>`)],
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless=new', '--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage();
for (const [name, [size, source]] of Object.entries(icons)) {
  await page.setViewportSize({ width: size, height: size });
  const src = `data:image/svg+xml;base64,${Buffer.from(source).toString('base64')}`;
  await page.setContent(
    `<body style="margin:0;background:transparent"><img src="${src}" width="${size}" height="${size}" style="display:block">`,
  );
  await page.locator('img').evaluate((img) => img.decode());
  writeFileSync(new URL(name, out), await page.screenshot({ omitBackground: true }));
}
await browser.close();
