import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openAs, picture } from './browser.ts';
import { Server } from './server.ts';
import { Staff } from './staff.ts';

// Where sources do not agree: what a document says otherwise than a confirmed fact stands beside it, two answers to one
// question beside each other; one press settles each.

let server: Server;
let browser: Browser;
beforeAll(async () => {
  server = await Server.start();
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const hub = (search: string, locale?: string): Promise<Page> =>
  openAs(browser, server, 'operator@demo.example', `/knowledge?tab=${search}`, { locale });

test('what does not agree stands beside each other, and one press settles it', async () => {
  const staff = await Staff.signIn(server, 'operator@demo.example');
  const here = staff.me.properties.find(({ name }) => name === 'Harbour View Hotel')?.id;
  const at = `/properties/${here}`;
  await staff.ask('PUT', `${at}/facts/parking`, {
    state: 'yes',
    details: 'Our garage, 18 EUR a night.',
    value: { prices: [{ amount: '18', per: ['night'] }], currency: 'EUR' },
  });
  const entry = (answer: string) =>
    staff.ask('POST', `${at}/entries`, { questions: ['Is there a zipline?'], answer });
  await entry('Yes, 7 EUR a ride.');
  await entry('No, but there is one in the valley.');

  const sources = await hub(`sources&property=${here}`);
  await sources
    .getByLabel('Add a document')
    .first()
    .setInputFiles({
      name: 'house.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from(
        '# Parking\n\nParking is 95 EUR a night.\n\n# Kayaks\n\nAt the jetty.\n\nThere is no gym.\n',
      ),
    });
  await sources
    .getByRole('listitem')
    .filter({ hasText: 'house.md' })
    .getByText('Read', { exact: true })
    .waitFor();
  await sources.close();

  const page = await hub(`proposals&property=${here}`);
  const parking = page.getByRole('listitem').filter({ hasText: 'Parking is 95 EUR a night.' });
  await parking.getByText('Our garage, 18 EUR a night.').waitFor();
  await parking.getByText('From house.md').waitFor();
  const gym = page.getByRole('listitem').filter({ hasText: "We don't have this" });
  await gym.getByText('Our gym is open 24 hours').waitFor();
  await accessible(page, 'sources that do not agree');
  await picture(page, 'disagree');
  const arabic = await hub(`proposals&property=${here}`, 'ar');
  await arabic.getByText('Parking is 95 EUR a night.').waitFor();
  await picture(arabic, 'disagree-ar');
  await arabic.close();

  // Ours is kept: guests go on being told it, and nothing waits.
  await parking.getByRole('button', { name: 'Keep ours' }).click();
  await parking.waitFor({ state: 'detached' });
  type Said = { facts: { key: string; state: string; details: string }[] };
  // Theirs is taken: guests are told that there is none.
  await gym.getByRole('button', { name: 'Take theirs' }).click();
  await gym.waitFor({ state: 'detached' });
  const { facts } = await staff.ask<Said>('GET', `${at}/knowledge`);
  expect(facts.find(({ key }) => key === 'parking')?.details).toBe('Our garage, 18 EUR a night.');
  expect(facts.find(({ key }) => key === 'gym')).toMatchObject({ state: 'no', details: '' });

  // One of the two answers is kept, the other is told to nobody.
  const answer = page.getByRole('listitem').filter({ hasText: 'Yes, 7 EUR a ride.' });
  await answer.last().getByRole('button', { name: 'Keep this one' }).click();
  await page.getByText('Nothing waits for you').waitFor();
  type Entries = { entries: { answer: string }[] };
  const live = await staff.ask<Entries>('GET', `${at}/entries?state=live&q=zipline`);
  expect(live.entries.map(({ answer }) => answer)).toEqual(['Yes, 7 EUR a ride.']);
});
