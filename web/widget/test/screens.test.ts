import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launch, panel, send } from './browser';
import { Fake } from './fake';

// Every state of the panel, in every look: axe finds nothing serious, nothing is cut off, and with
// WIDGET_SHOTS=folder a picture of each is left to be looked at.

const shots = process.env.WIDGET_SHOTS;
const axe = join(import.meta.dirname, '../../node_modules/axe-core/axe.min.js');

interface Look {
  name: string;
  width: number;
  height: number;
  dark?: boolean;
  locale?: string;
  forced?: boolean;
}
const looks: Look[] = [
  { name: 'light', width: 1100, height: 800 },
  { name: 'dark', width: 1100, height: 800, dark: true },
  { name: 'narrow', width: 320, height: 640 },
  { name: 'rtl', width: 1100, height: 800, locale: 'ar' },
  { name: 'mobile', width: 390, height: 844, dark: true },
  { name: 'german', width: 360, height: 700, locale: 'de' },
  { name: 'forced', width: 1100, height: 800, forced: true },
];

const waits = {
  state: 'ringing',
  opened_at: '2026-11-22T12:00:00Z',
  remaining_ms: 90_000,
  total_ms: 120_000,
} as const;
const system = { kind: 'system', author: { kind: 'system' } } as const;

let context: BrowserContext;
beforeAll(async () => {
  if (shots) mkdirSync(shots, { recursive: true });
  context = await launch();
});
afterAll(() => context?.close());

for (const look of looks) {
  test(`every state, ${look.name}`, { timeout: 120_000 }, async () => {
    const fake = await Fake.start();
    const page = await context.newPage();
    await page.setViewportSize(look);
    await page.emulateMedia({
      colorScheme: look.dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      forcedColors: look.forced ? 'active' : 'none',
    });
    fake.page = `<script async src="${fake.widget}/w/v1.js" data-key="demo" data-locale="${look.locale ?? 'en'}"></script>`;
    if (look.locale === 'ar') {
      fake.config = {
        greeting: 'مساء الخير. أنا المساعد الرقمي لفندق هاربور فيو. كيف يمكنني مساعدتك؟',
        quick_replies: ['متى يُقدَّم الإفطار؟', 'هل لديكم موقف سيارات؟'],
      };
    }
    const chat = panel(page);
    const seen = (name: string) => look_at(page, chat, `${look.name}-${name}`);
    try {
      await page.goto(fake.site);
      await page.getByRole('button', { name: 'Chat with us' }).waitFor();
      if (shots) await page.screenshot({ path: join(shots, `${look.name}-00-launcher.png`) });
      await page.getByRole('button', { name: 'Chat with us' }).click();
      await chat.locator('.choices').waitFor();
      await seen('01-greeting');
      const box = chat.locator('textarea');
      const write = async (text: string) => {
        await box.fill(text);
        await box.press('Enter');
      };
      await write('What time is breakfast?');
      await chat.getByText('06:30 to 10:30').waitFor();
      await seen('02-answer');
      await write('park');
      await chat.locator('.choices .chip').first().waitFor();
      await seen('03-suggestions');
      await write('casino, silence please');
      const t = fake.last;
      await expect.poll(() => t.streams.size).toBe(1);
      fake.emit(t, 'typing', { author: { kind: 'assistant' }, on: true });
      await chat.locator('.typing').waitFor();
      await seen('04-typing');
      fake.emit(t, 'draft', { turn_id: 'x', text: 'Half of an answer that is being' });
      await chat.locator('.draft').waitFor();
      await seen('05-draft');
      fake.add(t, {
        decision: 'cannot_help',
        text: "I don't have that information. Our team can help you.",
        offer_human: true,
      });
      await chat.locator('.human').waitFor();
      await seen('06-cannot-help');
      fake.request = { typical_ms: 95_000, ask_contact: true };
      await chat.locator('.human').click();
      await chat.locator('.wait .cut').waitFor();
      await seen('07-waiting');
      await chat.locator('.cut input').fill('not an address');
      await chat.locator('.cut button[type=submit]').click();
      await chat.locator('.cut .bad').waitFor();
      await seen('07b-waiting-wrong');
      await chat.locator('.cut .icon').click();
      fake.add(t, {
        ...system,
        code: 'still_connecting',
        text: 'We are still connecting you to an agent. You keep your place.',
      });
      fake.set(t, { request: { ...waits, remaining_ms: 42_000 } });
      await seen('07c-still-waiting');
      fake.weather = 503;
      fake.cut();
      await chat.locator('.bar').waitFor();
      await seen('07d-waiting-offline');
      fake.weather = 'fair';
      await expect.poll(() => chat.locator('.bar').count(), { timeout: 40_000 }).toBe(0);
      fake.add(t, {
        ...system,
        code: 'promised',
        text: 'Ana has seen your request and will be with you in about 3 minutes.',
      });
      const promise = { state: 'promised', remaining_ms: 175_000, total_ms: 180_000 } as const;
      fake.set(t, { request: { ...waits, ...promise, by: 'Ana' } });
      await seen('07e-promised');
      fake.add(t, {
        ...system,
        code: 'nobody_free',
        text: 'Nobody is free at this moment, we are sorry. What would you like to do?',
      });
      fake.set(t, {
        controller: { kind: 'assistant' },
        request: undefined,
        offer: {
          state: 'shown',
          choices: ['leave_message', 'keep_chatting', 'keep_waiting'],
          phone: '+351 21 000 0000',
        },
        form: { name: 'Maria Sousa', email: 'maria@mail.com' },
      });
      await chat.locator('.offer').waitFor();
      await seen('08-offer');
      await chat.locator('.offer .strong').click();
      await chat.locator('.leave textarea').waitFor();
      await seen('08b-form');
      await chat.locator('.leave input').first().fill('');
      await chat.locator('.leave input[type=email]').fill('maria@');
      await chat.locator('.leave .primary').click();
      await chat.locator('.leave .bad').first().waitFor();
      await seen('08c-form-wrong');
      await chat.locator('.leave input').first().fill('Maria Sousa');
      await chat.locator('.leave input[type=email]').fill('maria@mail.com');
      await chat.locator('.leave textarea').fill('x'.repeat(10_000));
      await chat.locator('.leave .count').waitFor();
      await seen('08d-form-too-long');
      await chat.locator('.leave textarea').fill('Could somebody hold a table');
      await expect.poll(() => fake.last.form?.text).toBe('Could somebody hold a table');
      fake.add(t, {
        ...system,
        code: 'joined',
        text: 'Ana from the front desk joined. You are now chatting with a person.',
      });
      fake.add(t, {
        author: { kind: 'agent', name: 'Ana' },
        text: 'Good evening, this is Ana. The casino in Estoril is 25 minutes away: https://casino.example/opening-hours',
      });
      fake.set(t, {
        controller: { kind: 'agent', name: 'Ana' },
        offer: undefined,
        form: undefined,
        delivered_seq: 99,
      });
      await chat.locator('.kept').waitFor();
      await seen('08e-form-kept');
      await chat.locator('.kept .chip').click();
      await expect
        .poll(() => chat.locator('.leave textarea').inputValue())
        .toBe('Could somebody hold a table');
      fake.faults['POST /leave-message'] = [503];
      await chat.locator('.leave .primary').click();
      await chat.locator('.leave [role=alert]').waitFor();
      await seen('08f-form-unsent');
      await chat.locator('.leave [role=alert] button').click();
      await chat.locator('.ticket-more .chip').waitFor();
      await seen('08g-ticket');
      await write('Thank you, silence');
      fake.emit(t, 'typing', { author: { kind: 'agent', name: 'Ana' }, on: true });
      await chat.locator('.typing').waitFor();
      await seen('09-person');
      await chat.locator('input[type=file]').setInputFiles([
        {
          name: 'view from the room.png',
          mimeType: 'image/png',
          buffer: Buffer.from(
            'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
            'base64',
          ),
        },
        { name: 'notes.exe', mimeType: 'application/x-msdownload', buffer: Buffer.from('MZ') },
      ]);
      await chat.locator('.uploads .error').waitFor();
      await seen('10-files');
      await chat.locator('.uploads .error button').click();
      await write('This is our view, silence');
      await chat.locator('.m.guest img').waitFor();
      fake.weather = 503;
      fake.cut();
      await write('Is anybody there? silence');
      await chat.locator('.bar').waitFor();
      await seen('11-offline');
      fake.weather = 'fair';
      await expect.poll(() => chat.locator('.unsent').count(), { timeout: 30_000 }).toBe(0);
      await expect.poll(() => chat.locator('.bar').count(), { timeout: 40_000 }).toBe(0);
      fake.set(t, { controller: { kind: 'assistant' } });
      await write('x'.repeat(4001));
      await chat.locator('.composer .bad').waitFor();
      await seen('12-too-long');
      await box.fill('');
      fake.add(t, {
        ...system,
        code: 'resolved',
        text: 'This conversation was closed by the front desk.',
      });
      fake.set(t, { status: 'resolved', read_seq: 99, transcript: true });
      await chat.locator('.star').first().waitFor();
      await chat.locator('.star').nth(3).click();
      await seen('13-closed');
      await chat.locator('.closed .chip').last().click();
      await chat.locator('.closed input').fill('maria@mail.com');
      await seen('13b-transcript');
      await chat.locator('.closed form button').click();
      await expect.poll(() => fake.requests).toContain('POST /api/guest/v1/transcript');
      fake.set(t, {
        status: 'open',
        human: { available: false, show: false, offer: 'leave_message' },
        desk: {
          open: false,
          opens_at: new Date(Date.now() + 86_400_000).toISOString(),
          zone: 'Asia/Tokyo',
        },
      });
      await write('Is there a casino?');
      await chat.locator('.later .strong').waitFor();
      await seen('15-hours');
      fake.add(t, {
        ...system,
        code: 'emergency',
        text: 'If anybody is in danger, call the local emergency number 112 now. The hotel’s phone is +351 21 000 0000.',
      });
      fake.set(t, {
        controller: { kind: 'waiting' },
        request: waits,
        emergency: { number: '112', property: '+351 21 000 0000' },
      });
      await chat.locator('.danger').waitFor();
      await seen('16-emergency');
      await chat.locator('header .icon').first().click();
      await chat.locator('.home li').first().waitFor();
      await seen('14-overview');
    } finally {
      await page.close();
      fake.stop();
    }
  });
}

test('questions before the chat, refusal, hosted page', async () => {
  const fake = await Fake.start();
  fake.config = {
    pre_chat: {
      enabled: true,
      fields: ['name', 'email'],
      why: 'So that we can find your booking.',
      policy_url: 'https://harbourview.example/privacy',
    },
  };
  const page = await context.newPage();
  await page.setViewportSize({ width: 1000, height: 720 });
  try {
    await page.goto(`${fake.widget}/chat/demo`);
    await page.getByRole('button', { name: 'Continue' }).waitFor();
    await send(page, 'written before the questions are answered');
    await page.getByRole('log').getByText('written before').waitFor();
    if (shots) await page.screenshot({ path: join(shots, 'hosted-1-questions.png') });
    expect(fake.requests).not.toContain('POST /api/guest/v1/sessions');
    await page.getByRole('textbox', { name: 'Your name' }).fill('Maria');
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('You wrote: written before').waitFor();
    await expect.poll(() => fake.requests).toContain('PUT /api/guest/v1/contact');
    if (shots) await page.screenshot({ path: join(shots, 'hosted-2-chat.png') });
  } finally {
    await page.close();
    fake.stop();
  }
});

async function look_at(page: Page, chat: FrameLocator, name: string): Promise<void> {
  if (shots) await page.screenshot({ path: join(shots, `${name}.png`) });
  const frame = page.frames().find((f) => f.url().includes('/w/frame'));
  if (!frame) throw new Error('no panel');
  const wide = await chat.locator('body').evaluate((body) => body.scrollWidth - body.clientWidth);
  expect(wide, `${name} is wider than its frame`).toBeLessThanOrEqual(0);
  // Through the browser's debugger: the panel's own policy allows no foreign script.
  const { readFile } = await import('node:fs/promises');
  await frame.evaluate(await readFile(axe, 'utf8'));
  const found = await frame.evaluate(async () => {
    const { axe: run } = window as unknown as {
      axe: {
        run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>;
      };
    };
    const { violations } = await run.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html).join(' ')}`);
  });
  expect(found, name).toEqual([]);
}
