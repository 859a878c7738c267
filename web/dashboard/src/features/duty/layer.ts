import { createStore } from '@/lib/store';

/**
 * What stands open about my duty: until when I am Online, that this time is over, the end of my shift, or
 * the sheet that somebody left me.
 */
export const dutyLayer = createStore<'until' | 'over' | 'end' | 'sheet' | undefined>(undefined);
