import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, openAs, picture, signIn } from './browser.ts';
import { Guest } from './guest.ts';
import { Server } from './server.ts';

// The Knowledge Hub: what somebody writes there is what the next guest is told, and what guests asked in vain is there
// to be answered.

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

async function hub(email: string): Promise<Page> {
  const page = await openAs(browser, server, email, '/knowledge');
  await page.getByRole('tab', { name: 'Facts' }).waitFor();
  return page;
}

const tab = (page: Page, name: string) => page.getByRole('tab', { name }).click();

/** What a guest is told who asks this. */
async function told(question: string): Promise<string> {
  const guest = await Guest.arrive(server);
  await guest.write(question);
  await expect.poll(() => guest.heard()).not.toBe('');
  return guest.heard();
}

test('an entry is drafted, published and told, changed by two, and taken back', async () => {
  const carla = await hub('knowledge@demo.example');
  await tab(carla, 'Questions and answers');
  await carla.getByRole('button', { name: 'Add an answer' }).click();
  const editor = carla.getByRole('dialog');
  await editor
    .getByRole('textbox', { name: 'What guests ask' })
    .fill('Is there a rooftop cinema?\nDo you show films on the roof?');
  await editor
    .getByRole('textbox', { name: 'Answer', exact: true })
    .fill('Yes, every Friday at 21:30, with blankets and popcorn.');
  await accessible(carla, 'the editor of an entry');
  await picture(carla, 'knowledge-editor');
  await editor.getByRole('button', { name: 'Save as draft' }).click();
  const row = carla.getByRole('listitem').filter({ hasText: 'Is there a rooftop cinema?' });
  await row.getByText('Draft', { exact: true }).waitFor();
  expect(await told('Is there a rooftop cinema?')).not.toContain('popcorn');

  await row.getByRole('button', { name: /^Edit/ }).click();
  await editor.getByRole('button', { name: 'Publish' }).click();
  await editor.waitFor({ state: 'detached' });
  expect(await told('Do you show films on the roof?')).toContain('popcorn');

  // Two people in the same entry: the second is shown what the first has saved.
  const admin = await hub('admin@demo.example');
  await tab(admin, 'Questions and answers');
  const open = async (page: Page) => {
    await page.getByRole('button', { name: 'Edit “Is there a rooftop cinema?”' }).click();
    return page.getByRole('dialog').getByRole('textbox', { name: 'Answer', exact: true });
  };
  const mine = await open(carla);
  const theirs = await open(admin);
  await theirs.fill('Yes, on Fridays and Saturdays at 21:30.');
  await admin.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await admin.getByRole('dialog').waitFor({ state: 'detached' });
  await mine.fill('Yes, on Fridays at 22:00.');
  await editor.getByRole('button', { name: 'Publish' }).click();
  const conflict = editor.getByRole('alert');
  await conflict.getByText('on Fridays and Saturdays').waitFor();
  await accessible(carla, 'two editors of an entry');
  await picture(carla, 'knowledge-conflict');
  await conflict.getByRole('button', { name: 'Save mine over it' }).click();
  await editor.waitFor({ state: 'detached' });
  expect(await told('Is there a rooftop cinema?')).toContain('22:00');

  // The history takes the last change back.
  await tab(carla, 'History');
  const line = carla.getByRole('listitem').filter({ hasText: 'on Fridays at 22:00' }).first();
  await line.waitFor();
  await picture(carla, 'knowledge-history');
  await line.getByRole('button', { name: /^Undo/ }).click();
  await carla.getByText('It is as it was before.').waitFor();
  expect(await told('Is there a rooftop cinema?')).toContain('Saturdays');
});

test('a question that nobody could answer becomes an entry', async () => {
  const question = 'Can we rent a kayak from you?';
  expect(await told(question)).not.toContain('boathouse');
  const carla = await hub('knowledge@demo.example');
  await tab(carla, 'Unanswered');
  const gap = carla.getByRole('listitem').filter({ hasText: question }).first();
  await gap.waitFor();
  await accessible(carla, 'unanswered questions');
  await picture(carla, 'knowledge-gaps');
  await gap.getByRole('button', { name: 'Write an answer' }).click();
  const editor = carla.getByRole('dialog');
  await expect
    .poll(() => editor.getByRole('textbox', { name: 'What guests ask' }).inputValue())
    .toContain(question);
  await editor
    .getByRole('textbox', { name: 'Answer', exact: true })
    .fill('Yes, at the boathouse, 15 EUR an hour.');
  await editor.getByRole('button', { name: 'Publish' }).click();
  await gap.waitFor({ state: 'detached' });
  expect(await told(question)).toContain('boathouse');
});

test('a notice is put up by an agent, seen by the others and ended', async () => {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 } });
  const page = await signIn(context, server, 'agent1@demo.example');
  await page
    .getByRole('link', { name: /^Knowledge Hub/ })
    .first()
    .click();
  await tab(page, 'Notices');
  await page.getByRole('button', { name: 'New notice' }).click();
  const dialog = page.getByRole('dialog');
  await dialog
    .getByRole('textbox', { name: 'What guests are told' })
    .fill('The pool is being cleaned today and opens again tomorrow.');
  await dialog.getByRole('combobox', { name: 'Topic' }).fill('Pool');
  await accessible(page, 'a notice');
  await picture(page, 'knowledge-notice');
  await dialog.getByRole('button', { name: 'Put it up' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('listitem').filter({ hasText: 'being cleaned' }).waitFor();
  const carla = await hub('knowledge@demo.example');
  await tab(carla, 'Notices');
  const seen = carla.getByRole('listitem').filter({ hasText: 'being cleaned' });
  await seen.getByText('Ana').waitFor();
  expect(await told('When is the pool open?')).toContain('being cleaned');
  await page.getByRole('button', { name: 'End now' }).click();
  await page.getByText('No notices today').waitFor();
  await carla.reload();
  await carla.getByText('No notices today').waitFor();
  expect(await told('When is the pool open?')).toContain('08:00');
});

test('an interview asks for what is not said, and a file brings the rest', async () => {
  const carla = await hub('knowledge@demo.example');
  await carla.getByRole('button', { name: 'Answer the open ones' }).click();
  const interview = carla.getByRole('dialog');
  await accessible(carla, 'the interview');
  await picture(carla, 'knowledge-interview');
  await interview.getByRole('button', { name: "We don't have this" }).click();
  await interview.getByText('Question 2 of').waitFor();
  await interview.getByRole('button', { name: 'Close' }).click();

  await tab(carla, 'Import and export');
  await carla
    .getByLabel('Choose a file', { exact: true })
    .first()
    .setInputFiles({
      name: 'answers.json',
      mimeType: 'application/json',
      buffer: Buffer.from(
        JSON.stringify({
          entries: [
            {
              questions: ['Where can I buy stamps?'],
              answer: 'At the kiosk beside the lift.',
              language: 'en',
            },
          ],
        }),
      ),
    });
  const file = carla.getByRole('listitem').filter({ hasText: 'answers.json' });
  await file.getByText('Publish', { exact: true }).click();
  await accessible(carla, 'an import that was read');
  await picture(carla, 'knowledge-import');
  await file.getByRole('button', { name: 'Import', exact: true }).click();
  await file.getByText('1 added').waitFor();
  expect(await told('Where can I buy stamps?')).toContain('kiosk');
  await file.getByRole('button', { name: 'Undo import' }).click();
  await file.getByText('1 thing is as it was before').waitFor();
  await file.getByText('Undone', { exact: true }).waitFor();
  await accessible(carla, 'an import that was undone');
  await picture(carla, 'knowledge-import-undone');
  await expect.poll(() => told('Where can I buy stamps?')).not.toContain('kiosk');
});
