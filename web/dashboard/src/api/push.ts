import { http } from '@/api/client';

/** The calls about push; the service worker makes its own. */
export const pushApi = {
  key: () => http.get<{ key: string }>('/push/key'),
  subscribe: (subscription: {
    device: string;
    language: string;
    endpoint: string;
    keys: { p256dh: string; auth: string };
  }) => http.post<{ id: string }>('/push/subscriptions', subscription),
  unsubscribe: (id: string) => http.delete<void>(`/push/subscriptions/${encodeURIComponent(id)}`),
};
