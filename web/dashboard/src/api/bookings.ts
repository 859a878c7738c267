import { http } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Booking = Schemas['Booking'];
export type BookingImport = Schemas['BookingImport'];
export type BookingLink = Schemas['BookingLink'];
export type BookingSettings = Schemas['BookingSettings'];

const at = (property: string) => `/properties/${encodeURIComponent(property)}`;
const one = (property: string, key: string) =>
  `${at(property)}/bookings/${encodeURIComponent(key)}`;

/** Who has booked, what proves it, and how long it is kept. */
export const bookingsApi = {
  list: (property: string, query: { q?: string; past?: boolean; cursor?: string }) =>
    http.get<Schemas['BookingPage']>(`${at(property)}/bookings`, query),
  take: (property: string, file: File, rest: boolean) => {
    const form = new FormData();
    form.append('file', file, file.name);
    return http.post<BookingImport>(
      `${at(property)}/bookings/import${rest ? '?rest=true' : ''}`,
      form,
    );
  },
  put: (property: string, booking: Schemas['BookingWish'] & { number: string }) =>
    http.put<Booking>(
      one(property, booking.number.toLowerCase().replace(/[^\p{L}\p{Nd}]/gu, '')),
      booking,
    ),
  cancel: (property: string, key: string) => http.delete<Booking>(one(property, key)),
  link: (property: string, key: string) => http.post<BookingLink>(`${one(property, key)}/link`, {}),
  settings: (property: string) => http.get<BookingSettings>(`${at(property)}/booking-settings`),
  keep: (property: string, keep_days: number, version: string) =>
    http.put<BookingSettings>(`${at(property)}/booking-settings`, { keep_days, version }),
  makeSecret: (property: string, signs: 'links' | 'push') =>
    http.post<Schemas['BookingSecret']>(
      `${at(property)}/${signs === 'links' ? 'booking-secret' : 'booking-push-secret'}`,
      {},
    ),
};

export const bookingKeys = {
  all: (property: string) => ['bookings', property] as const,
  list: (property: string, query: object) => ['bookings', property, 'list', query] as const,
  settings: (property: string) => ['bookings', property, 'settings'] as const,
};
