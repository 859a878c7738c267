import { http } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

export type Opportunity = Schemas['Opportunity'];
export type Worth = Schemas['Worth'];
export type OpportunitySettings = Schemas['OpportunitySettings'];
export type OpportunityChange = Schemas['OpportunityChange'];

const path = (property: string) => `/properties/${encodeURIComponent(property)}/opportunities`;

/** How a property plans with groups, events, weddings and long stays. */
export const opportunitiesApi = {
  get: (property: string) => http.get<OpportunitySettings>(path(property)),
  save: (property: string, change: OpportunityChange) =>
    http.put<OpportunitySettings>(path(property), change),
};

export const opportunityKeys = {
  property: (id: string) => ['opportunities', id] as const,
};
