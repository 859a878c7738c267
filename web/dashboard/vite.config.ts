import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The theme class must be on <html> before the first paint, and the content security policy allows no
 * inline script: so a few lines are emitted as a hashed file of their own and loaded blocking.
 */
function themeBeforePaint(): Plugin {
  const source = () => readFileSync(here('./src/app/theme-boot.js'), 'utf8');
  let emitted = '';
  return {
    name: 'deskbell-theme-before-paint',
    configureServer(server) {
      server.middlewares.use('/assets/theme-boot.js', (_request, response) => {
        response.setHeader('Content-Type', 'text/javascript');
        response.end(source());
      });
    },
    buildStart() {
      if (this.meta.watchMode) return;
      emitted = this.emitFile({ type: 'asset', name: 'theme-boot.js', source: source() });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const file = context.bundle
          ? Object.keys(context.bundle).find((name) => /theme-boot-.*\.js$/.test(name))
          : undefined;
        if (context.bundle && !file)
          throw new Error(`theme script ${emitted} is not in the bundle`);
        return [
          { tag: 'script', attrs: { src: `/${file ?? 'assets/theme-boot.js'}` }, injectTo: 'head' },
        ];
      },
    },
  };
}

/** The service worker is one file of its own, at an address that never changes and covers the whole dashboard. */
function serviceWorker(): Plugin {
  return {
    name: 'deskbell-service-worker',
    apply: 'build',
    buildStart() {
      if (this.meta.watchMode) return;
      this.emitFile({ type: 'chunk', id: here('./src/sw/sw.ts'), fileName: 'sw.js' });
    },
    generateBundle(_options, bundle) {
      const worker = bundle['sw.js'];
      if (worker?.type === 'chunk' && (worker.imports.length > 0 || worker.exports.length > 0)) {
        throw new Error('the service worker shares code with the dashboard: it must stand alone');
      }
    },
  };
}

export default defineConfig({
  root: here('.'),
  publicDir: here('./public'),
  plugins: [react(), tailwindcss(), themeBeforePaint(), serviceWorker()],
  resolve: { alias: { '@shared': here('../shared'), '@': here('./src') } },
  server: {
    proxy: {
      '/api': 'http://127.0.0.1:18080',
      '/realtime': { target: 'ws://127.0.0.1:18080', ws: true },
    },
  },
  build: {
    outDir: here('../dist/dashboard'),
    emptyOutDir: true,
    // No data: URLs: the policy refuses inlined fonts, and small files compress well on their own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'assets/manifest.json',
    target: 'es2022',
  },
});
