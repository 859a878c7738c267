import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { expect } from 'vitest';
import { signIn } from './browser.ts';
import { type PushService, type Received, Subscriber } from './pushservice.ts';
import type { Server } from './server.ts';

/** How long what a browser does may take on a busy machine. */
export const soon = { timeout: 15_000 };

/** What is used of a service worker's world. */
interface WorkerScope extends EventTarget {
  registration: ServiceWorkerRegistration;
  clients: object;
}

/** Somebody's phone: a browser whose push service is ours. */
export class Phone {
  readonly subscriber = new Subscriber();
  private registration = '';

  private constructor(
    readonly context: BrowserContext,
    private readonly devtools: CDPSession,
    private readonly server: Server,
    private readonly service: PushService,
    private readonly owner: string,
  ) {}

  static async of(
    browser: Browser,
    server: Server,
    service: PushService,
    owner: string,
  ): Promise<Phone> {
    const context = await browser.newContext();
    await context.grantPermissions(['notifications'], { origin: server.url });
    // A page of no website keeps the DevTools open while ours is closed.
    const devtools = await context.newCDPSession(await context.newPage());
    const phone = new Phone(context, devtools, server, service, owner);
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const found of registrations) {
        if (found.scopeURL === `${server.url}/`) phone.registration = found.registrationId;
      }
    });
    await devtools.send('ServiceWorker.enable');
    await context.exposeFunction('subscribedWith', (key: string) => {
      service.key = key;
    });
    await context.addInitScript(
      ({ endpoint, keys }) => {
        const kept = 'test-subscription';
        const page = window as unknown as { subscribedWith: (key: string) => Promise<void> };
        const made = (applicationServerKey: ArrayBuffer) => ({
          endpoint,
          options: { userVisibleOnly: true, applicationServerKey },
          toJSON: () => ({ endpoint, keys }),
          unsubscribe: async () => {
            localStorage.removeItem(kept);
            return true;
          },
        });
        const bytes = (text: string) =>
          Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer;
        Object.assign(PushManager.prototype, {
          getSubscription: async () => {
            const key = localStorage.getItem(kept);
            return key && made(bytes(key));
          },
          subscribe: async (options: { applicationServerKey: Uint8Array }) => {
            const key = btoa(String.fromCharCode(...options.applicationServerKey));
            localStorage.setItem(kept, key);
            await page.subscribedWith(
              key.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', ''),
            );
            return made(bytes(key));
          },
        });
      },
      { endpoint: `${service.origin}/${owner}`, keys: phone.subscriber.keys },
    );
    return phone;
  }

  /** Signs in and turns push on, as its owner does. */
  async turnOn(): Promise<Page> {
    const page = await signIn(this.context, this.server, this.owner);
    await page.goto(`${this.server.url}/bell`);
    await page.getByRole('button', { name: 'Turn on push' }).click();
    await page.getByText('This device is called while Deskbell is closed').waitFor();
    return page;
  }

  /** The first push of its kind for this phone, after so many of all. */
  async next(after: number, kind: 'ring' | 'ring_end'): Promise<Received & { text: string }> {
    const find = () =>
      this.service.received
        .slice(after)
        .map((push) => ({ ...push, text: this.subscriber.read(push.body) }))
        .find(({ text }) => JSON.parse(text).t === kind);
    await expect.poll(() => Boolean(find()), soon).toBe(true);
    const found = find();
    if (!found) throw new Error('no push');
    return found;
  }

  /** Hands a push to the service worker, as the browser does with what its push service brings. */
  async deliver(data: string): Promise<void> {
    expect(this.registration, 'the service worker is registered').not.toBe('');
    await this.devtools.send('ServiceWorker.deliverPushMessage', {
      origin: this.server.url,
      registrationId: this.registration,
      data,
    });
  }

  private async worker() {
    await expect.poll(() => this.context.serviceWorkers().length, soon).toBeGreaterThan(0);
    const [worker] = this.context.serviceWorkers();
    if (!worker) throw new Error('no service worker');
    return worker;
  }

  /** The notifications that are on the screen. */
  async notifications(): Promise<{ title: string; body: string; tag: string }[]> {
    return (await this.worker()).evaluate(async () => {
      const here = self as unknown as WorkerScope;
      const all = await here.registration.getNotifications();
      return all.map(({ title, body, tag }) => ({ title, body, tag }));
    });
  }

  /** Presses the notification. Tells which address the worker opens, where no page of ours is there to lead. */
  async press(tag: string): Promise<string> {
    return (await this.worker()).evaluate(async (wanted) => {
      const here = self as unknown as WorkerScope;
      const [notification] = await here.registration.getNotifications({ tag: wanted });
      let opened = '';
      // Only a press by hand may open a window; where it would lead is what is looked at.
      Object.defineProperty(here.clients, 'openWindow', {
        configurable: true,
        value: async (url: string) => {
          opened = url;
          return null;
        },
      });
      const work: Promise<unknown>[] = [];
      const event = new Event('notificationclick');
      Object.assign(event, {
        notification,
        action: '',
        waitUntil: (promise: Promise<unknown>) => work.push(promise),
      });
      here.dispatchEvent(event);
      await Promise.all(work);
      return opened;
    }, tag);
  }
}
