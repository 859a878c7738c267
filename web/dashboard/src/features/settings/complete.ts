import type { PropertySettings } from '@/api/types';

/** Settings with every part there: the server may leave out what was never set. */
export function complete(settings: PropertySettings): PropertySettings {
  const look = settings.look ?? ({} as PropertySettings['look']);
  return {
    ...settings,
    languages: settings.languages ?? [],
    sites: settings.sites ?? [],
    seen: settings.seen ?? [],
    look: {
      ...look,
      colour: look.colour || '#3A4FCB',
      position: look.position || 'right',
      theme: look.theme || 'auto',
      launcher_text: look.launcher_text ?? {},
      greeting: look.greeting ?? {},
      quick_replies: look.quick_replies ?? {},
      teaser: look.teaser ?? false,
    },
    pre_chat: {
      ...settings.pre_chat,
      enabled: settings.pre_chat?.enabled ?? false,
      fields: settings.pre_chat?.fields ?? [],
    },
    assistant: {
      ...settings.assistant,
      pause_ms: settings.assistant?.pause_ms ?? 0,
      booking_link: settings.assistant?.booking_link ?? '',
    },
  };
}
