// Makes src/api/schema.d.ts, the server's shapes as types, from src/api/schemas.json, which a test of the
// server keeps up to date. `node types.mjs --check` ends with 1 where the types are older than the shapes.
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const at = (name) => new URL(`src/api/${name}`, import.meta.url);
const schemas = JSON.parse(readFileSync(at('schemas.json'), 'utf8'));
const document = {
  openapi: '3.1.0',
  info: { title: 'Deskbell', version: '1' },
  paths: {},
  components: { schemas },
};
const made = `// Made by \`npm run types:dashboard\`. Do not edit.\n\n${astToString(await openapiTS(document, { additionalProperties: false }))}`;
if (!process.argv.includes('--check')) writeFileSync(at('schema.d.ts'), made);
else if (readFileSync(at('schema.d.ts'), 'utf8') !== made) {
  console.error('src/api/schema.d.ts is out of date. Run: npm run types:dashboard');
  process.exitCode = 1;
}
