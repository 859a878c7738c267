import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessible, launch, picture, signIn } from './browser.ts';
import { Guest } from './guest.ts';
import { LanguageModel } from './llm.ts';
import { Server } from './server.ts';

// A language model beside the built-in assistant: who answers is set and seen, and an agent who does not speak the guest's
// language reads, answers and takes over all the same.

const GUEST = 'Bonjour, est-ce que je peux venir avec mon chien, et combien ça coûte ?';
const REPLY = 'Yes, your dog is welcome. It is 15 EUR a night.';

let llm: LanguageModel;
let server: Server;
let browser: Browser;
beforeAll(async () => {
  llm = await LanguageModel.open((instructions, text) => {
    if (instructions.startsWith('You translate')) {
      if (instructions.includes('into English'))
        return 'Hello, may I bring my dog, and what is it?';
      return text.includes('15 EUR')
        ? 'Oui, votre chien est le bienvenu. C’est 15 EUR par nuit.'
        : 'Oui, pour 99 EUR.';
    }
    if (instructions.startsWith('You sum up')) {
      return 'The guest wants to bring a dog and asks what that costs.\nOpen: a cot for the baby.';
    }
    return '[0]';
  });
  server = await Server.start(llm.env);
  browser = await launch();
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  llm?.close();
});

async function desk(email: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1360, height: 900 },
    locale: 'en-GB',
  });
  return signIn(context, server, email);
}

/** The picture once more as a page that reads from right to left. */
async function mirrored(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl';
  });
  await picture(page, `${name}-rtl`);
  await page.evaluate(() => {
    document.documentElement.dir = 'ltr';
  });
}

test('an agent reads, answers and takes over in a language they do not speak', async () => {
  const ana = await desk('agent1@demo.example');
  const guest = await Guest.arrive(server);
  await guest.write(GUEST);
  await expect.poll(() => guest.heard()).not.toBe('');
  await guest.write('Et un lit bébé, s’il vous plaît ?');
  await expect.poll(async () => (await guest.read()).length).toBeGreaterThan(3);
  await ana.goto(`${server.url}/live?c=${guest.conversation}`);

  const message = ana.locator('article[data-entry]').filter({ hasText: 'mon chien' });
  await message.getByRole('button', { name: 'Translate' }).click();
  await message.getByText('Hello, may I bring my dog').waitFor();
  await message.getByText('In English, by small-1').waitFor();

  // What the model had to do with the answer is told as it was: asked, and not used.
  await ana.getByText('Why this answer').first().click();
  await ana.getByText(/^Asked first: Language model\. Not used: it found no answer/).waitFor();
  await picture(ana, 'why-model');

  await ana.getByRole('button', { name: 'Take Control' }).first().click();
  const soFar = ana.getByRole('region', { name: 'So far' });
  await soFar.getByText('The guest wants to bring a dog').waitFor();
  const box = ana.getByRole('textbox', { name: 'Message' });
  await box.fill(REPLY);
  await ana.getByRole('button', { name: 'Translate my reply into French' }).click();
  await expect.poll(() => box.inputValue()).toContain('Oui, votre chien est le bienvenu');
  await ana.getByText('In French: read it, then send it.').waitFor();
  await accessible(ana, 'a reply that was translated');
  await picture(ana, 'translated');
  await mirrored(ana, 'translated');

  // One goes back to one's own words; a translation with other figures is marked.
  await ana.getByRole('button', { name: 'Back to my words' }).click();
  expect(await box.inputValue()).toBe(REPLY);
  await box.fill('Yes, for 14 EUR.');
  await ana.getByRole('button', { name: 'Translate my reply into French' }).click();
  await ana.getByText('The numbers are not the same').waitFor();
  await picture(ana, 'translated-figures');
  await box.fill(REPLY);
  await ana.getByRole('button', { name: 'Translate my reply into French' }).click();
  await expect.poll(() => box.inputValue()).toContain('15 EUR par nuit');
  await ana.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(async () => (await guest.read()).at(-1)?.text).toContain('le bienvenu');
  await soFar.waitFor({ state: 'detached' }); // whoever has answered knows what it is about

  // When the model does not answer, the agent is told, and what they wrote is as it was.
  llm.down = true;
  await box.fill('See you soon!');
  await ana.getByRole('button', { name: 'Translate my reply into French' }).click();
  await ana.getByText('The language model does not answer at the moment').waitFor();
  expect(await box.inputValue()).toBe('See you soon!');
  llm.down = false;
  await ana.context().close();
});

test('who answers is chosen, asked, and seen', async () => {
  const admin = await desk('admin@demo.example');
  await admin.goto(`${server.url}/settings`);
  await admin.getByRole('link', { name: 'Who answers' }).click();
  await admin.getByRole('heading', { name: 'Who answers', exact: true }).waitFor();
  const model = admin.getByRole('radio', { name: /^Language model small-1 at 127\.0\.0\.1/ });
  expect(await model.isChecked()).toBe(true);
  await admin.getByRole('button', { name: 'Ask it now' }).click();
  await admin.getByText(/^It answered after/).waitFor();
  await admin.getByText(/^Answered /).waitFor();
  await expect
    .poll(async () =>
      Number(await admin.getByRole('meter', { name: 'Calls today' }).getAttribute('value')),
    )
    .toBeGreaterThan(0);
  await accessible(admin, 'who answers');
  await picture(admin, 'who-answers');
  await mirrored(admin, 'who-answers');

  llm.down = true;
  await admin.getByRole('button', { name: 'Ask it now' }).click();
  await admin.getByText('It did not answer: it takes no more questions at the moment.').waitFor();
  llm.down = false;
  await picture(admin, 'who-answers-fault');

  // Its own bot: the secret first, then the address; a wrong one is named beside its field.
  await admin.getByRole('radio', { name: /^Your own bot/ }).check();
  await admin.getByRole('textbox', { name: 'Address' }).fill('http://bot.example');
  await admin.getByRole('button', { name: 'Make the secret' }).click();
  await expect
    .poll(() => admin.getByRole('textbox', { name: 'Secret for your bot' }).inputValue())
    .toMatch(/^whsec_/);
  await admin.getByRole('button', { name: 'Save' }).click();
  await admin.getByText('Enter an address that begins with https://.').first().waitFor();
  await accessible(admin, 'a bot of one’s own');
  await picture(admin, 'who-answers-bot');
  await admin.getByRole('textbox', { name: 'Address' }).fill('https://bot.example/deskbell');
  await admin.getByRole('button', { name: 'Save' }).click();
  await admin.getByText('Settings saved').waitFor();

  // The built-in assistant for guests, and the model for agents all the same.
  await admin.getByRole('radio', { name: /^Built-in assistant/ }).check();
  await admin.getByText('Always', { exact: true }).click();
  await admin.getByRole('textbox', { name: 'Calls a day' }).waitFor();
  await admin.getByRole('button', { name: 'Save' }).click();
  await admin.getByRole('button', { name: 'Save' }).waitFor({ state: 'detached' });
  const asked = llm.asked;
  const guest = await Guest.arrive(server);
  await guest.write('When is breakfast?');
  await expect.poll(() => guest.heard()).toContain('06:30');
  expect(llm.asked).toBe(asked);
  await admin.context().close();
});
