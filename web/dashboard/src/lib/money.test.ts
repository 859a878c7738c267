import { describe, expect, it } from 'vitest';
import { money } from './money';

describe('money', () => {
  it('writes whole units', () => {
    expect(money(7200, 'EUR')).toMatch(/7.?200/);
    expect(money(7200, 'EUR')).not.toMatch(/[.,]00$/);
  });
  it('does without a currency, or with one that is none', () => {
    expect(money(7200, '')).toMatch(/^7.?200$/);
    expect(money(7200, 'X')).toMatch(/^7.?200 X$/);
  });
});
