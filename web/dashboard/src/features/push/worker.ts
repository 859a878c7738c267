/** The one script that may become a worker; the page's policy lets nothing else through (Trusted Types). */
const SCRIPT = '/sw.js';

interface Policy {
  createScriptURL: (url: string) => unknown;
}
interface Factory {
  createPolicy: (name: string, rules: { createScriptURL: (url: string) => string }) => Policy;
}

let policy: Policy | undefined;

/** The worker's address, in the form that the browser's policy asks for. */
function script(): string {
  const types = (globalThis as { trustedTypes?: Factory }).trustedTypes;
  policy ??= types?.createPolicy('deskbell-worker', {
    createScriptURL(url) {
      if (url !== SCRIPT) throw new TypeError('only the service worker');
      return url;
    },
  });
  return (policy?.createScriptURL(SCRIPT) ?? SCRIPT) as string;
}

/** The service worker of this browser, started if it is not there yet. */
export async function startWorker(): Promise<ServiceWorkerRegistration> {
  const found = await navigator.serviceWorker.getRegistration('/');
  // Registering again looks for a newer version; without a network the old one does.
  const started = navigator.serviceWorker.register(script(), {
    scope: '/',
    updateViaCache: 'none',
  });
  if (found?.active) {
    started.catch(() => undefined);
    return found;
  }
  await started;
  return navigator.serviceWorker.ready;
}

/** Follows a press on a notification: the worker cannot lead a page by itself. */
export function followWorker(go: (path: string) => void): () => void {
  const workers = navigator.serviceWorker;
  if (!workers) return () => {};
  const hear = (event: MessageEvent<unknown>) => {
    const said = event.data as { t?: unknown; url?: unknown } | null;
    if (said?.t === 'open' && typeof said.url === 'string' && said.url.startsWith('/')) {
      go(said.url);
    }
  };
  workers.addEventListener('message', hear);
  workers.startMessages();
  return () => workers.removeEventListener('message', hear);
}
