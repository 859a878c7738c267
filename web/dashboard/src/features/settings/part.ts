import type { PropertySettings } from '@/api/types';

/** What every part of the form gets: the values as they stand, and a way to change some. */
export interface PartProps {
  values: PropertySettings;
  change: (part: Partial<PropertySettings>) => void;
}
