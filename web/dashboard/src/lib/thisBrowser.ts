import type { Permission } from '@/api/bell';

/** What is said of notifications here. Plain http and some phones know none: `unknown`. */
export function permission(): Permission {
  return typeof Notification === 'undefined' || !isSecureContext
    ? 'unknown'
    : Notification.permission;
}

/** Whether this browser holds a push subscription of ours. */
export async function hasPush(): Promise<boolean> {
  try {
    const registration = await navigator.serviceWorker?.getRegistration('/');
    return Boolean(await registration?.pushManager?.getSubscription());
  } catch {
    return false; // no workers here: an address without https, or a private window
  }
}

const BROWSERS: [sign: RegExp, name: string][] = [
  [/Edg(?:e|A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const SYSTEMS: [sign: RegExp, name: string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** "Firefox, Windows": enough for a person to know which of their devices is meant. */
export function deviceName(agent = navigator.userAgent): string {
  const named = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(agent))?.[1];
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(', ');
}

/** True on a phone or tablet, where alerts come by push to the added app and not from an open page. */
export function isPhone(agent = navigator.userAgent): boolean {
  return (
    /iPhone|iPad|Android/.test(agent) || (/Mac OS X/.test(agent) && navigator.maxTouchPoints > 1)
  );
}
