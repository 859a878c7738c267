/**
 * Builds the widget into dist/widget, or into the folder that is named: the panel's pages, the shell
 * with a hashed name, and last the loader, which must know that name. Run from web/ by
 * `npm run build:widget`.
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

process.env.NODE_ENV = 'production'; // also when a test runner builds

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const outDir = process.argv[2] ?? here('../dist/widget');
const shared = {
  configFile: false,
  root: here('.'),
  base: '/w/',
  logLevel: 'warn',
  oxc: { jsx: { runtime: 'automatic', development: false, importSource: '#view' } },
};
const target = 'es2022';

// Loaded when they are needed: languages, what stands around the chat, files, the stream.
const late = /panel\/(i18n\/(?!en|index).+|late\/.+|upload|challenge|live|feed|tabs|sse)\.tsx?$/;
// What a guest who waits for a person needs, in one piece.
const waiting = /panel\/(late\/(dock|wait|person|phone|moment|form|ready)|i18n\/late)\.tsx?$/;
const early = (id) => /\.(ts|tsx)$/.test(id) && !late.test(id) && !id.endsWith('shared/backoff.ts');

await build({
  ...shared,
  build: {
    outDir,
    emptyOutDir: true,
    target,
    assetsInlineLimit: 0,
    // The few late chunks load when they are needed; the preload helper costs more than it saves.
    modulePreload: false,
    rolldownOptions: {
      input: [here('frame.html'), here('chat.html')],
      output: {
        // One file for all that opening needs: it compresses better than five, and asks once.
        codeSplitting: {
          groups: [
            { name: 'panel', test: early },
            { name: 'wait', test: waiting },
          ],
        },
      },
    },
  },
});

/** One classic script from one entry. */
const script = (entry, fileName, define = {}) =>
  build({
    ...shared,
    define,
    build: {
      outDir,
      emptyOutDir: false,
      target,
      copyPublicDir: false,
      rolldownOptions: {
        input: here(entry),
        output: { format: 'iife', entryFileNames: fileName },
      },
    },
  });

await script('src/loader/shell.ts', 'assets/shell-[hash].js');
const shell = readdirSync(`${outDir}/assets`).find((name) => name.startsWith('shell-'));
await script('src/loader/main.ts', 'v1.js', { SHELL_FILE: JSON.stringify(`assets/${shell}`) });
