import type { Tool, ToolService, ToolServiceWish, ToolWish } from '@/api/tools';

/** What the fields of a tool hold: arguments that are set, one to a line. */
export interface ToolFields extends Omit<ToolWish, 'fixed'> {
  fixed: string;
}

export const NEW_TOOL: ToolFields = {
  name: '',
  description: '',
  arguments: '{\n  "type": "object",\n  "properties": {}\n}',
  method: 'GET',
  path: '/',
  fixed: '',
};

/** A tool without how it does. */
export function wishOf({ health: _, ...wish }: Tool): ToolWish {
  return wish;
}

export function toolFields(tool: ToolWish): ToolFields {
  const fixed = Object.entries(tool.fixed ?? {})
    .map(([name, value]) => `${name} = ${value}`)
    .join('\n');
  return { ...tool, fixed };
}

/** A line that sets nothing is passed over. */
export function toolWish({ fixed, ...rest }: ToolFields): ToolWish {
  const set: Record<string, string> = {};
  for (const line of fixed.split('\n')) {
    const at = line.indexOf('=');
    const name = line.slice(0, at).trim();
    if (at > 0 && name) set[name] = line.slice(at + 1).trim();
  }
  return { ...rest, fixed: set };
}

/** A service as it is sent back, with other tools. */
export function withTools(service: ToolService, tools: ToolWish[]): ToolServiceWish {
  const { kind, name, url, header, version } = service;
  return { kind, name, url, header, version, tools };
}

/** Its tools with one written over, added, or (without a tool) taken away. */
export function changed(service: ToolService, was: string, tool?: ToolWish): ToolWish[] {
  const all = service.tools.map(wishOf);
  if (!tool) return all.filter(({ name }) => name !== was);
  return was ? all.map((one) => (one.name === was ? tool : one)) : [...all, tool];
}

/** An address without what every address has. */
export function placeOf(url: string): string {
  return url.replace(/^https:\/\//, '').replace(/\/$/, '');
}
