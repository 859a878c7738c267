import { http } from './client';
import type { components } from './schema';

type Schemas = components['schemas'];

/** The services that a property's assistant may ask, and their tools. */
export type ToolServices = Schemas['ToolServices'];
export type ToolService = Schemas['ToolService'];
export type Tool = Schemas['Tool'];
export type ToolWish = Schemas['ToolWish'];
export type ToolServiceWish = Schemas['ToolServiceWish'];
export type FoundTools = Schemas['FoundTools'];
export type FoundTool = Schemas['FoundTool'];
export type ToolTry = Schemas['ToolTry'];

const at = (property: string) => `/properties/${encodeURIComponent(property)}/tools`;
const one = (property: string, service: string) => `${at(property)}/${encodeURIComponent(service)}`;

/** The calls about tools. */
export const toolsApi = {
  list: (property: string) => http.get<ToolServices>(at(property)),
  add: (property: string, wish: ToolServiceWish) => http.post<ToolService>(at(property), wish),
  save: (property: string, service: string, wish: ToolServiceWish) =>
    http.put<ToolService>(one(property, service), wish),
  remove: (property: string, service: string) => http.delete<void>(one(property, service)),
  look: (property: string, service: string) =>
    http.post<FoundTools>(`${one(property, service)}/look`),
  attempt: (property: string, service: string, tool: string, args: string) =>
    http.post<ToolTry>(`${one(property, service)}/try`, { tool, arguments: args }),
};

export const toolsKeys = {
  property: (id: string) => ['tools', id] as const,
  found: (service: string, version: string) => ['tools', 'found', service, version] as const,
};
