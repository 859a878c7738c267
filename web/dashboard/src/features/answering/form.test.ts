import { expect, test } from 'vitest';
import type { Answering } from '@/api/answering';
import { answers, changeOf, fieldsOf, hostsOf } from './form';

const health = { up: true };
const saved: Answering = {
  by: '',
  help: '',
  guest_calls: 60,
  day_calls: 5000,
  day_tokens: 3000000,
  bot: { url: '', hosts: [], has_secret: false },
  version: 'v',
  model: 'small',
  model_host: 'llm.example',
  model_up: true,
  model_health: health,
  bot_health: health,
  helps: true,
  today: { calls: 1, tokens: 2 },
};

test('only what differs is sent', () => {
  const same = fieldsOf(saved);
  expect(changeOf(saved, same)).toEqual({});
  expect(changeOf(saved, { ...same, by: 'builtin', day_calls: '7' })).toEqual({
    by: 'builtin',
    day_calls: 7,
  });
  expect(
    changeOf(saved, { ...same, url: ' https://bot.example ', hosts: 'a.example\nb.example' }),
  ).toEqual({ bot: { url: 'https://bot.example', hosts: ['a.example', 'b.example'] } });
});

test('websites are taken as people paste them', () => {
  expect(hostsOf('https://a.example/book, b.example;\n\n c.example')).toEqual([
    'a.example',
    'b.example',
    'c.example',
  ]);
});

test('a model that is not there answers nobody', () => {
  expect(answers('', 'small')).toBe('model');
  expect(answers('', '')).toBe('builtin');
  expect(answers('model', '')).toBe('builtin');
  expect(answers('builtin', 'small')).toBe('builtin');
  expect(answers('bot', '')).toBe('bot');
});
