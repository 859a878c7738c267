import { expect, it } from 'vitest';
import { masked } from './address';

it('shows the first letter and the domain', () => {
  expect(masked('maria@mail.com')).toBe('m…@mail.com');
  expect(masked('m@mail.com')).toBe('m…@mail.com');
  expect(masked('"a@b"@mail.com')).toBe('"…@mail.com');
  expect(masked('éva@mail.com')).toBe('é…@mail.com');
  expect(masked('nobody')).toBe('nobody');
  expect(masked('')).toBe('');
});
