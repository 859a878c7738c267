import { createStore } from '@/lib/store';

/** The layer that stands above every page, if any. */
export const layers = createStore<'palette' | 'sheet' | undefined>(undefined);
