import { describe, expect, it } from 'vitest';
import { here, isDashboard, read } from './message';

describe('read', () => {
  it('takes what the server sends', () => {
    const message = read({
      t: 'ring',
      ring: 'r1',
      kind: 'person',
      title: 'A guest asks for a person',
      body: 'Harbour View Hotel',
      url: '/requests?ring=r1',
      tag: 'ring-r1',
      device: 'd',
    });
    expect(message).toMatchObject({ t: 'ring', ring: 'r1', url: '/requests?ring=r1', device: 'd' });
  });

  it.each([undefined, null, 'text', 7, [], { t: 4, ring: {}, title: '' }])(
    'makes a notification of %j all the same',
    (data) => {
      expect(read(data)).toMatchObject({
        t: 'ring',
        title: 'Deskbell',
        url: '/requests',
        ring: '',
      });
    },
  );
});

describe('here', () => {
  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:x', ''])(
    'leads %j to the list',
    (url) => expect(here(url)).toBe('/requests'),
  );
  it('keeps a path', () => expect(here('/bell')).toBe('/bell'));
});

describe('isDashboard', () => {
  it.each([
    ['https://desk.example/', true],
    ['https://desk.example/requests?c=1', true],
    ['https://desk.example/chats/1', true],
    ['https://desk.example/demo/', false],
    ['https://desk.example/chat/demo', false],
    ['https://desk.example/w/frame', false],
  ])('%s: %s', (url, is) => expect(isDashboard(url)).toBe(is));
});
