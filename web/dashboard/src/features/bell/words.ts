import type { TFunction } from 'i18next';
import type { Property } from '@/api/types';
import { languageName } from '@/lib/format';
import type { Seen } from './board';

/** What is asked of me, in two or three words. */
export function headline(ring: Pick<Seen, 'kind'>, t: TFunction): string {
  return t(`ring.kind.${ring.kind}`);
}

/** Where it comes from: website or app, and the guest's language. No word of the guest's. */
export function origin(ring: Pick<Seen, 'channel' | 'language'>, t: TFunction): string {
  return [t(`channel.${ring.channel}`, { defaultValue: ring.channel }), languageName(ring.language)]
    .filter(Boolean)
    .join(' · ');
}

/** Title and text of a desktop notification: on a shared desk everybody reads it. */
export function notice(
  ring: Pick<Seen, 'kind' | 'channel' | 'language'>,
  property: Property | undefined,
  t: TFunction,
): { title: string; body: string } {
  const title = property ? `${headline(ring, t)} · ${property.name}` : headline(ring, t);
  return { title, body: origin(ring, t) };
}
