// Fails where the dashboard's first load is larger than 300 kB compressed. Run after a build.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 300 * 1000;
const dist = new URL('../../dist/dashboard/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('assets/manifest.json', dist), 'utf8'));

// Everything a browser loads until the wall stands: the page, what it imports, the wall's own files with
// what they import, the style and the font.
const files = new Set(['index.html']);
function visit(name) {
  const chunk = manifest[name];
  if (!chunk || files.has(chunk.file)) return;
  for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
  for (const imported of chunk.imports ?? []) visit(imported);
}
for (const [name, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(name);
visit('src/features/wall/AgentAssist.tsx');
if (files.size < 5) throw new Error('The manifest names too few files to be the dashboard.');

let total = 0;
for (const file of files) {
  const bytes = readFileSync(new URL(file, dist));
  total += file.endsWith('.woff2') ? bytes.length : gzipSync(bytes, { level: 9 }).length;
}
console.log(
  `dashboard, first load: ${(total / 1000).toFixed(1)} kB in ${files.size} files, at most ${BUDGET / 1000}`,
);
process.exitCode = total > BUDGET ? 1 : 0;
