import { describe, expect, it } from 'vitest';
import type { Tool, ToolService } from '@/api/tools';
import { changed, toolFields, toolWish, withTools } from './form';

const tool: Tool = {
  name: 'free',
  description: 'What is free',
  fixed: { hotel: '7', guest: '{guest}' },
  on: true,
  health: { up: true },
};
const service: ToolService = {
  id: 's',
  kind: 'http',
  name: 'Tables',
  url: 'https://tables.example/api',
  header: 'Authorization',
  has_secret: true,
  tools: [tool],
  version: 'v1',
};

describe('the form of a tool', () => {
  it('gives back what it was given', () => {
    const { health: _, ...wish } = tool;
    expect(toolWish(toolFields(wish))).toEqual(wish);
  });

  it('reads what is set line by line', () => {
    const fields = { ...toolFields(tool), fixed: ' hotel=7 \n\n= x\nno line\nkey = a = b' };
    expect(toolWish(fields).fixed).toEqual({ hotel: '7', key: 'a = b' });
  });
});

describe('a service with other tools', () => {
  it('keeps the others, without how they do, and says no secret', () => {
    const more = { name: 'more', description: 'More' };
    const wish = withTools(service, changed(service, '', more));
    expect(wish.tools?.map(({ name }) => name)).toEqual(['free', 'more']);
    expect(wish.version).toBe('v1');
    expect(wish).not.toHaveProperty('secret');
    expect(wish.tools?.[0]).not.toHaveProperty('health');
  });

  it('writes one over, or takes it away', () => {
    const renamed = { name: 'left', description: 'What is left' };
    expect(changed(service, 'free', renamed)).toEqual([renamed]);
    expect(changed(service, 'free')).toEqual([]);
  });
});
