import favicon from '@/styles/favicon.svg';

const PLAIN = 'Deskbell';

/**
 * The tab's title: how many guests call, else how many messages are unread. In a hidden tab it takes turns
 * with the name, once in two seconds, so that the eye catches it in a row of tabs.
 */
export class TabTitle {
  private timer: ReturnType<typeof setInterval> | undefined;
  private text = PLAIN;

  update(calling: string | undefined, unread: number): void {
    this.text = calling ?? (unread > 0 ? `(${unread}) ${PLAIN}` : PLAIN);
    document.title = this.text;
    clearInterval(this.timer);
    this.timer = undefined;
    if (!calling || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    this.timer = setInterval(() => {
      const swap = document.visibilityState === 'hidden' && document.title === this.text;
      document.title = swap ? PLAIN : this.text;
    }, 1000);
  }

  stop(): void {
    clearInterval(this.timer);
    document.title = PLAIN;
  }
}

/** The icon with a number in brass; drawn as a picture of its own, because an icon has no parts to change. */
function badged(count: number): string {
  const text = count > 9 ? '9+' : String(count);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#3A4FCB"/><path d="M7 21.5a9 9 0 0 1 18 0Z" fill="#fff"/><rect x="5.5" y="23" width="21" height="2.6" rx="1.3" fill="#fff"/><circle cx="22" cy="10" r="10" fill="#F2B84B" stroke="#1C1A17" stroke-width="1"/><text x="22" y="15" font-family="system-ui,sans-serif" font-size="14" font-weight="700" text-anchor="middle" fill="#1C1A17">${text}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}

/** Shows how many guests call on the tab's icon and, where the app is installed, on the app's. */
export function markIcon(count: number): void {
  const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  if (link) link.href = count > 0 ? badged(count) : favicon;
  if (!('setAppBadge' in navigator)) return;
  const done = count > 0 ? navigator.setAppBadge(count) : navigator.clearAppBadge();
  done.catch(() => undefined); // not installed: then there is no icon to mark
}
