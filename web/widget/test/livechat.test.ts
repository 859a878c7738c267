import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { State } from '../src/panel/chat';
import { launch, open, panel, send } from './browser';
import { Fake } from './fake';

// From the wish for a person to somebody who comes, or to a ticket: states G4 to G10 of the guest.

let fake: Fake;
let context: BrowserContext;
let page: Page;
let chat: FrameLocator;

beforeEach(async () => {
  fake = await Fake.start();
  context = await launch('partitioned', { timezoneId: 'America/New_York' });
  page = await context.newPage();
  await page.goto(fake.site);
  chat = await open(page);
});
afterEach(async () => {
  await context.close();
  fake.stop();
});

const button = (name: string) => chat.getByRole('button', { name, exact: true });
const field = (name: string) => chat.getByRole('textbox', { name, exact: true });
const system = (code: string, text: string) =>
  fake.add(fake.last, { kind: 'system', author: { kind: 'system' }, code, text });
const count = (request: string) => fake.requests.filter((r) => r === request).length;
const POST = 'POST /api/guest/v1/leave-message';

/** The request that is open. */
const request = () => fake.last.state.request as NonNullable<State['request']>;

/** The guest asks for a person and waits. */
async function wait(more: Partial<NonNullable<State['request']>> = {}) {
  fake.request = more;
  await send(chat, 'Is there a casino?');
  await button('Human Chat').click();
  await chat.getByText('Please wait while we connect you to an agent', { exact: true }).waitFor();
  await expect.poll(() => fake.last.streams.size).toBe(1);
}

/** Nobody came. */
function nobody(more: Partial<State> = {}) {
  system('nobody_free', 'Nobody is free at this moment, we are sorry.');
  fake.set(fake.last, {
    controller: { kind: 'assistant' },
    request: undefined,
    offer: {
      state: 'shown',
      choices: ['leave_message', 'keep_chatting', 'keep_waiting'],
      phone: '+351 21 000 0000',
    },
    ...more,
  });
}

/** Nobody came, and the guest chose to leave a message. */
async function form(more: Partial<State> = {}) {
  await wait();
  nobody(more);
  await button('Leave a message').click();
  await field('Your message').waitFor();
}

function joins() {
  system('joined', 'Ana from the front desk joined. You are now chatting with a person.');
  fake.set(fake.last, {
    controller: { kind: 'agent', name: 'Ana' },
    request: undefined,
    offer: undefined,
  });
}

const left = async () => {
  const [, minutes, seconds] = (await chat
    .getByRole('timer')
    .getAttribute('aria-label')
    .then((t) => /(\d+):(\d+)/.exec(t ?? ''))) as RegExpExecArray;
  return Number(minutes) * 60 + Number(seconds);
};

test('the countdown follows the server, and the place is kept through a reload', async () => {
  await wait();
  expect(await left()).toBeGreaterThan(80);
  fake.set(fake.last, { request: { ...request(), remaining_ms: 30_000 } });
  await expect.poll(left).toBeLessThanOrEqual(30);
  await page.reload();
  chat = panel(page);
  await expect.poll(left).toBeLessThanOrEqual(30);
  await chat.getByText('Please wait while we connect you to an agent', { exact: true }).waitFor();
  await button('Cancel').click();
  await chat.getByText('The assistant is back.').first().waitFor();
  expect(count('POST /api/guest/v1/human')).toBe(1);
});

test('a lost connection and a restarted server: the guest is told that the place is kept', async () => {
  await wait();
  fake.weather = 'cut';
  fake.cut();
  await chat.getByText('Reconnecting. Your place is kept.').waitFor();
  await field('Message').fill('written meanwhile');
  await button('Send').click();
  fake.weather = 'fair';
  await expect.poll(() => chat.getByText('Reconnecting').count(), { timeout: 40_000 }).toBe(0);
  expect(await chat.getByRole('timer').count()).toBe(1);
  await expect.poll(() => fake.texts()).toContain('written meanwhile');
  joins();
  await chat.getByText('Ana from the front desk joined.').waitFor();
  expect(await chat.getByRole('timer').count()).toBe(0);
});

test('the usual wait is told only where there is one, and a promise has its own time', async () => {
  await wait({ typical_ms: 65_000 });
  await chat.getByText('Guests usually wait about 2 minutes.').waitFor();
  expect(await button('Leave a message').count()).toBe(0);
  system('promised', 'Ana has seen your request and will be with you in about 3 minutes.');
  fake.set(fake.last, {
    request: { ...request(), state: 'promised', remaining_ms: 175_000, by: 'Ana' },
  });
  await chat.getByText('Ana has seen your request', { exact: true }).waitFor();
  expect(await chat.getByText('Guests usually wait').count()).toBe(0);
  await button('Leave a message').click();
  await field('Your name').waitFor();
  expect(await left()).toBeGreaterThan(150); // still in sight
});

test('where to be reached is asked once, while one waits, and never before', async () => {
  await send(chat, 'silence');
  expect(await field('Email or phone').count()).toBe(0);
  await wait({ ask_contact: true });
  await field('Email or phone').fill('nonsense');
  await button('Save').click();
  await chat.getByText('Please give an email address or a phone number.').waitFor();
  expect(count('PUT /api/guest/v1/contact')).toBe(0);
  await field('Email or phone').fill(' +351 912 345 678 ');
  await button('Save').click();
  await expect.poll(() => fake.last.contact.phone).toBe('+351 912 345 678');
  await chat.getByText('Thank you. We will reach you there.').waitFor();
  await page.reload();
  chat = panel(page);
  await chat.getByRole('timer').waitFor();
  expect(await field('Email or phone').count()).toBe(0);
});

test('who does not want to say where to be reached is not asked again', async () => {
  await wait({ ask_contact: true });
  await button('Not now').click();
  expect(await field('Email or phone').count()).toBe(0);
  await page.reload();
  chat = panel(page);
  await chat.getByRole('timer').waitFor();
  expect(await field('Email or phone').count()).toBe(0);
  // The server knows, for whichever device comes next; no address went along.
  await expect.poll(() => fake.last.contact).toEqual({ no_address: true });
});

test('nobody came: four ways on, and each does what it says', async () => {
  await wait();
  nobody();
  await button('Leave a message').waitFor();
  await button('Keep waiting').waitFor();
  const call = chat.getByRole('link', { name: 'Call +351 21 000 0000' });
  expect(await call.getAttribute('href')).toBe('tel:+351210000000');
  await button('Keep chatting with the assistant').click();
  await expect.poll(() => button('Leave a message').count()).toBe(0);
  expect(count('POST /api/guest/v1/offer')).toBe(1);
});

test('past the reminder of an agent the assistant can be asked meanwhile', async () => {
  await wait();
  joins();
  fake.set(fake.last, { offer: { state: 'shown', choices: ['leave_message', 'ask_meanwhile'] } });
  await button('Ask the assistant meanwhile').click();
  await expect.poll(() => count('POST /api/guest/v1/offer')).toBe(1);
});

test('a message left becomes a ticket, once, however often the button is pressed', async () => {
  await form({ form: { name: 'Maria Sousa', email: 'maria@mail.com' } });
  expect(await field('Your name').inputValue()).toBe('Maria Sousa');
  expect(await field('Email').inputValue()).toBe('maria@mail.com');
  await chat.getByText('We use what you write here to answer you, and for nothing else.').waitFor();
  expect(await chat.getByRole('checkbox').count()).toBe(0);
  await field('Your message').fill('Could somebody hold a table?');
  await button('Send message').dblclick();
  await chat.getByText('Ticket #1042').waitFor();
  expect(count(POST)).toBe(1);
  expect(fake.last.tickets.size).toBe(1);
  expect(await field('Your message').count()).toBe(0);
  // By the guest's own clock, which is another one than the hotel's.
  await chat.getByText(/That is .*5:00 AM where you are\./).waitFor();
  await button('Copy number 1042').click();
  await chat.getByText('Copied').first().waitFor();
  await page.reload();
  chat = panel(page);
  await button('Copy number 1042').waitFor();
  expect(await chat.getByText('half-written').count()).toBe(0);
});

test('what is wrong is said beside its field, here and by the server', async () => {
  await form();
  await button('Send message').click();
  const name = field('Your name');
  await chat.getByText('Please tell us your name.').waitFor();
  expect(await name.getAttribute('aria-invalid')).toBe('true');
  expect(await name.evaluate((el) => document.activeElement === el)).toBe(true);
  const of = async (what: string) =>
    await field(what).evaluate((el) =>
      (el.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id)?.textContent)
        .join(' '),
    );
  expect(await of('Your name')).toContain('Please tell us your name.');
  expect(await of('Email')).toContain('Please give an email address or a phone number.');
  await name.fill('Front Desk');
  await field('Email').fill('maria@');
  await field('Phone').fill('12');
  expect(await chat.getByText('Please tell us your name.').count()).toBe(0);
  await field('Your message').fill('Hello');
  await button('Send message').click();
  expect(await of('Email')).toContain('Check the email address');
  expect(await of('Phone')).toContain('Check the phone number');
  expect(count(POST)).toBe(0);
  await field('Email').fill('maria@mail.com');
  await field('Phone').fill('');
  const errors = [{ location: 'body.name', message: 'Please use another name.' }];
  fake.faults['POST /leave-message'] = [{ status: 422, code: 'invalid', errors }];
  await button('Send message').click();
  await chat.getByText('Please use another name.').waitFor();
  expect(await name.evaluate((el) => document.activeElement === el)).toBe(true);
  await name.fill('Maria');
  await button('Send message').click();
  await chat.getByText('Ticket #1042').waitFor();
});

test('10,000 characters are refused before they are sent, and nothing of them is lost', async () => {
  await form({ form: { name: 'Maria', email: 'maria@mail.com' } });
  await field('Your message').fill('x'.repeat(10_000));
  await button('Send message').click();
  await chat.getByText('This message is too long.').waitFor();
  await chat.getByText('10000 / 4000').waitFor();
  expect(count(POST)).toBe(0);
  expect((await field('Your message').inputValue()).length).toBe(10_000);
});

test('a message that does not get through is kept, and sent by Retry', async () => {
  await form({ form: { name: 'Maria', phone: '+351 912 345 678' } });
  await field('Your message').fill('Please call');
  fake.faults['POST /leave-message'] = [503];
  await button('Send message').click();
  await chat.getByText('Not sent. What you wrote is kept.').waitFor();
  expect(await field('Your message').inputValue()).toBe('Please call');
  await page.reload();
  chat = panel(page);
  expect(await field('Your message').inputValue()).toBe('Please call');
  fake.faults['POST /leave-message'] = [502];
  await button('Send message').click();
  await button('Retry').click();
  await chat.getByText('Ticket #1042').waitFor();
});

test('a half-written form survives a reload, the assistant, and an agent who comes after all', async () => {
  await form();
  await field('Your name').fill('Maria');
  await field('Your message').fill('Could somebody');
  await expect.poll(() => fake.last.form?.text).toBe('Could somebody');
  await page.reload();
  chat = panel(page);
  expect(await field('Your message').inputValue()).toBe('Could somebody');
  await field('Your message').focus();
  joins();
  await chat.getByText('Your half-written message is kept.').waitFor();
  expect(await field('Your message').count()).toBe(0);
  await page.keyboard.type('silence: hello Ana'); // who typed types on, to the person
  await page.keyboard.press('Enter');
  await expect.poll(() => fake.texts()).toContain('silence: hello Ana');
  fake.set(fake.last, { controller: { kind: 'assistant' } });
  await button('Continue writing').click();
  expect(await field('Your message').inputValue()).toBe('Could somebody');
  expect(await field('Your name').inputValue()).toBe('Maria');
  // The chat goes on beside the form.
  await send(chat, 'silence: one more thing');
  await expect.poll(() => fake.texts()).toContain('silence: one more thing');
  await button('Not now').click();
  await button('Discard').click();
  await expect.poll(() => fake.last.form).toBe(undefined);
  expect(await chat.getByText('half-written').count()).toBe(0);
});

test('who writes is not interrupted by what comes and goes around the message box', async () => {
  await wait();
  const box = field('Message');
  await box.focus();
  await page.keyboard.type('I am st');
  joins(); // the wait goes, a line comes
  await chat.getByText('Ana from the front desk joined.').waitFor();
  await expect.poll(() => chat.getByRole('timer').count()).toBe(0);
  await page.keyboard.type('ill here');
  fake.weather = 'cut';
  fake.cut();
  await chat.getByText('Reconnecting').waitFor();
  fake.weather = 'fair';
  await expect.poll(() => chat.getByText('Reconnecting').count(), { timeout: 40_000 }).toBe(0);
  await page.keyboard.type('!');
  expect(await box.inputValue()).toBe('I am still here!');
});

test('what only the server remembers of a form is there again', async () => {
  await form({ form: { form_id: 'f1', name: 'Maria', text: 'From another time' } });
  expect(await field('Your message').inputValue()).toBe('From another time');
});

test('outside the hours: when the desk opens, by its clock and the guest’s, and a message in reach', async () => {
  await send(chat, 'silence');
  await expect.poll(() => fake.last?.streams.size).toBe(1);
  const opens = new Date(Date.now() + 8 * 86_400_000);
  opens.setUTCHours(7, 0, 0, 0);
  fake.set(fake.last, {
    human: { available: false, show: false, offer: 'leave_message' },
    desk: { open: false, opens_at: opens.toISOString(), zone: 'Asia/Tokyo' },
  });
  await send(chat, 'Is there a casino?');
  await chat.getByText(/Our desk answers chats from .*4:00 PM \(Tokyo time\)\./).waitFor();
  await chat.getByText(/That is .*[23]:00 AM where you are\./).waitFor();
  expect(await button('Human Chat').count()).toBe(0);
  await button('Leave a message').click();
  await field('Your name').waitFor();
});

test('where the settings say so, Human Chat is not shown at all', async () => {
  await send(chat, 'silence');
  await expect.poll(() => fake.last?.streams.size).toBe(1);
  fake.set(fake.last, { human: { available: true, show: false, offer: 'off' } });
  await send(chat, 'Is there a casino?');
  await chat.getByText('Our team can help you.').waitFor();
  expect(await button('Human Chat').count()).toBe(0);
  fake.set(fake.last, { human: { available: true, show: true, offer: 'human' } });
  await button('Human Chat').waitFor();
});

test('an emergency: the numbers to call, as links that dial', async () => {
  await send(chat, 'silence');
  await expect.poll(() => fake.last?.streams.size).toBe(1);
  system('emergency', 'If anybody is in danger, call the local emergency number now.');
  fake.set(fake.last, {
    controller: { kind: 'waiting' },
    emergency: { number: '112', property: '+351 21 000 0000' },
  });
  const tel = (name: string) => chat.getByRole('link', { name }).getAttribute('href');
  expect(await tel('Call 112')).toBe('tel:112');
  expect(await tel('Call the hotel: +351 21 000 0000')).toBe('tel:+351210000000');
});

test('a closed conversation by e-mail, where the installation sends some', async () => {
  await send(chat, 'silence');
  await expect.poll(() => fake.last?.streams.size).toBe(1);
  fake.set(fake.last, { status: 'resolved' });
  await button('Ask again').waitFor();
  expect(await button('Send me this conversation by email').count()).toBe(0);
  fake.set(fake.last, { transcript: true });
  await button('Send me this conversation by email').click();
  await field('Email').fill('maria');
  await field('Email').press('Enter');
  await chat.getByText('Check the email address').waitFor();
  await field('Email').fill('maria@mail.com');
  fake.faults['POST /transcript'] = [503];
  await field('Email').press('Enter');
  await chat.getByText('It could not be sent. Please try again.').waitFor();
  await field('Email').press('Enter');
  await chat.getByText('On its way to maria@mail.com.').waitFor();
});

test('waiting, a promise, who joined and the ticket are told to screen readers', async () => {
  const told: string[] = [];
  const read = async () => {
    const frame = page.frames().find((f) => f.url().includes('/w/frame'));
    if (!frame) throw new Error('no panel');
    const client = await context.newCDPSession(frame);
    const { nodes } = await client.send('Accessibility.getFullAXTree');
    await client.detach();
    const under = (id: string | undefined): string =>
      nodes
        .filter((n) => n.parentId === id)
        .map((n) => `${n.role?.value === 'StaticText' ? n.name?.value : ''}${under(n.nodeId)}`)
        .join('');
    for (const n of nodes) if (n.role?.value === 'status') told.push(under(n.nodeId));
    return told.join('\n');
  };
  const hears = (text: string) => expect.poll(read, { interval: 50 }).toContain(text);
  await wait();
  await hears('Please wait while we connect you to an agent');
  system('promised', 'Ana has seen your request.');
  await hears('Ana has seen your request.');
  joins();
  await hears('Ana from the front desk joined.');
  nobody({ form: { name: 'Maria', email: 'maria@mail.com' } });
  await button('Leave a message').click();
  await field('Your message').fill('Hello');
  await button('Send message').click();
  await hears('Ticket #1042');
});

test('Escape closes the form first, and the chat after it; what was written is kept', async () => {
  await form();
  await field('Your message').fill('Half of it');
  await page.keyboard.press('Escape');
  await chat.getByText('Your half-written message is kept.').waitFor();
  await chat.getByRole('log').focus();
  await page.keyboard.press('Escape');
  const launcher = page.getByRole('button', { name: 'Chat with us' });
  await expect.poll(() => launcher.getAttribute('aria-expanded')).toBe('false');
});

test('by keyboard alone: from the offer to the ticket', async () => {
  await wait();
  nobody();
  await button('Leave a message').focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => field('Your name').evaluate((el) => document.activeElement === el))
    .toBe(true);
  await page.keyboard.type('Maria');
  await page.keyboard.press('Tab');
  await page.keyboard.type('maria@mail.com');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Please call');
  await page.keyboard.press('Tab'); // the privacy policy
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await chat.getByText('Ticket #1042').waitFor();
  // What was pressed is gone, and the focus is not lost with it.
  await expect
    .poll(() => chat.getByRole('log').evaluate((el) => document.activeElement === el))
    .toBe(true);
});
