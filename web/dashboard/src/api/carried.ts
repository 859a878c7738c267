import type { components } from './schema';

type Schemas = components['schemas'];

/** How far a message came on its way to an outside channel. States only move forward, but for Send again. */
export type Delivery = Schemas['Delivery'];
/** A photo, voice message, film, document or sticker, or what became of the attempt to have it. */
export type Media = Schemas['Media'];
export type Place = Schemas['Place'];
export type ContactCard = Schemas['HandedCard'];
/** Something of the channel's own that travels as a link and may end: a story, a post, a product. */
export type Shared = Schemas['Shared'];
export type Quote = Schemas['Quote'];
export type Referral = Schemas['Referral'];
export type Reaction = Schemas['Reaction'];
/** What an earlier message is now; it rides on an entry of kind edit, and the newest one counts. */
export type Correction = Schemas['Correction'];
