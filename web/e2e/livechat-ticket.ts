import type { Browser, Page } from 'playwright-core';
import { expect } from 'vitest';
import { accessible, picture } from './browser.ts';
import { Agent, Visitor } from './livechat.ts';
import { answer, bring, type Mail, MailServer } from './mailserver.ts';
import type { Server } from './server.ts';
import { Staff } from './staff.ts';

const QUESTION = 'Is there a room for a harp?';
const EMAIL = 'maria@sea.example';
const REPLY = 'Room 12 has a wide door.';

/** The e-mails that carry the reply. Who left before the number was read has it by e-mail as well. */
const replies = (mails: MailServer): Mail[] => mails.mails.filter((m) => m.text.includes(REPLY));

/**
 * Holds that a message left is answered: found at the desk, given to somebody, noted, replied to by e-mail once; that the
 * guest's answer comes back into it once; that the link in the e-mail opens the thread on any device, where the next
 * reply goes live; and that nobody else gets in by such a link.
 */
export async function answered(browser: Browser, server: Server): Promise<void> {
  const mails = await MailServer.start();
  try {
    const operator = await Staff.signIn(server, 'operator@demo.example');
    await operator.ask('PUT', '/installation/mail', {
      host: '127.0.0.1',
      port: mails.port,
      security: 'none',
      from: 'desk@hotel.example',
    });
    const { secret } = await operator.ask<{ secret: string }>('POST', '/installation/mail/hook');
    const ana = await Agent.signIn(browser, server, 'agent1@demo.example');
    const number = await leave(browser, server, ana);
    const mail = await replyByMail(ana, mails, number);
    await answeredByMail(ana, server, mail, secret);
    const there = await followed(browser, mail);
    await replyInTheChat(ana, there);
    expect(replies(mails).length, 'one reply by e-mail, one e-mail').toBe(1);
    await strangers(browser, mail);
  } finally {
    mails.close();
  }
}

/** A guest for whom nobody has time leaves a message, and goes. */
async function leave(browser: Browser, server: Server, ana: Agent): Promise<number> {
  const guest = await Visitor.open(browser, server);
  await guest.asksForAPerson(QUESTION);
  await ana.button(QUESTION, "Can't now").click();
  await guest.button('Leave a message').click();
  const field = (name: string) => guest.chat.getByRole('textbox', { name, exact: true });
  await field('Your name').fill('Maria Rossi');
  await field('Email').fill(EMAIL);
  await field('Your message').fill('A harp of <b>2 m</b>.');
  await guest.button('Send message').click();
  const line = await guest.log.getByText(/Ticket #\d+/).textContent();
  await guest.close();
  return Number(/#(\d+)/.exec(line ?? '')?.[1]);
}

async function replyByMail(ana: Agent, mails: MailServer, number: number): Promise<Mail> {
  // The link in the rail counts it, its row is found by a word of it, and markup in it is text.
  await ana.page.getByRole('link', { name: /^Tickets.*1/ }).waitFor();
  await ana.to('Tickets');
  await ana.page.getByRole('searchbox', { name: 'Search tickets' }).fill('harp');
  const row = ana.page.getByRole('row').filter({ hasText: `#${number}` });
  await row.getByText('A harp of <b>2 m</b>.').waitFor();
  await row.getByText('Maria Rossi').click();
  const history = ana.page.getByRole('list', { name: 'What happened' });
  await history.getByText('A harp of <b>2 m</b>.').waitFor();

  const assigned = ana.page.getByRole('combobox', { name: 'Assigned to' });
  await assigned.selectOption({ label: `${ana.name} (you)` });
  await history.getByText(`Assigned to: ${ana.name}`).waitFor();
  await ana.page.getByRole('tab', { name: 'Note' }).click();
  await ana.page.getByRole('textbox', { name: 'Note' }).fill('Room 12, ask Joana.');
  await ana.page.getByRole('button', { name: 'Add note' }).click();
  await history.getByText('Room 12, ask Joana.').waitFor();
  await ana.page.getByRole('tab', { name: 'Reply' }).click();

  // Whom the server has not seen for a minute is written to by e-mail.
  await ana.page.getByText('Goes by e-mail to m…@sea.example').waitFor({ timeout: 150_000 });
  await accessible(ana.page, 'a ticket');
  await picture(ana.page, 'ticket');
  await ana.box.fill(REPLY);
  await ana.page.getByRole('button', { name: 'Send e-mail' }).dblclick();
  await expect.poll(() => replies(mails).length, { timeout: 30_000 }).toBe(1);
  const mail = replies(mails)[0] as Mail;
  expect(mail.to).toBe(EMAIL);
  expect(mail.subject).toContain(`[#${number}-`);
  expect(mail.text, 'a note is for the desk alone').not.toContain('ask Joana');
  await history.getByText('Sent', { exact: true }).waitFor({ timeout: 30_000 });
  return mail;
}

/** The same answer, brought twice. */
async function answeredByMail(
  ana: Agent,
  server: Server,
  mail: Mail,
  secret: string,
): Promise<void> {
  const raw = answer(mail, EMAIL, 'Is it <i>quiet</i>?');
  expect(await bring(server.url, secret, raw)).toBe(true);
  await bring(server.url, secret, raw);
  const history = ana.page.getByRole('list', { name: 'What happened' });
  await history.getByText('Is it <i>quiet</i>?').first().waitFor();
  await ana.page.getByText('Guest answered').first().waitFor();
  await ana.page.reload();
  await history.getByText('Is it <i>quiet</i>?').first().waitFor();
  expect(await history.getByText('Is it <i>quiet</i>?').count(), 'brought twice, in once').toBe(1);
  expect(await history.getByText('On Sunday the desk wrote').count(), 'what it quotes').toBe(0);
  // It is for the desk: the assistant answers no e-mail.
  await ana.page.getByRole('tab', { name: 'Chat' }).click();
  await ana.page.getByRole('log').getByText(QUESTION).first().waitFor();
  expect(await ana.page.getByRole('log').getByText('quiet').count()).toBe(0);
  await ana.page.getByRole('tab', { name: 'Ticket' }).click();
}

/** Another browser, no password: the link alone opens the thread, and stays out of the address. */
async function followed(browser: Browser, mail: Mail): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(linkIn(mail));
  await page.getByRole('log').getByText(QUESTION).first().waitFor();
  expect(page.url(), 'the token leaves the address').not.toContain('thread=');
  await accessible(page, 'the hosted page, from a link');
  await picture(page, 'hosted-thread');
  await page.reload();
  await page.getByRole('log').getByText(QUESTION).first().waitFor();
  return page;
}

/** The guest is there again: what the desk writes now goes live, into the same thread. */
async function replyInTheChat(ana: Agent, guest: Page): Promise<void> {
  const log = guest.getByRole('log');
  await ana.page.getByText('The guest has the chat open').waitFor({ timeout: 60_000 });
  await ana.box.fill('Shall I hold it for you?');
  await ana.page.getByRole('button', { name: 'Send in the chat' }).click();
  await log.getByText('Shall I hold it for you?').waitFor();
  await log
    .getByText(/Ana.* joined/)
    .first()
    .waitFor();
  await guest.getByRole('textbox', { name: 'Message', exact: true }).fill('Please do!');
  await guest.getByRole('button', { name: 'Send', exact: true }).click();
  await ana.holds('Please do!');
}

async function strangers(browser: Browser, mail: Mail): Promise<void> {
  // Whoever opens the page without the link has a chat of their own.
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(linkIn(mail).split('#')[0] as string);
  await stranger.getByRole('textbox', { name: 'Message', exact: true }).waitFor();
  expect(await stranger.getByText(QUESTION).count()).toBe(0);
  // A link that was tampered with opens nothing, and says so.
  const forger = await (await browser.newContext()).newPage();
  await forger.goto(`${linkIn(mail).slice(0, -6)}AAAAAA`);
  await forger.getByText(/link/i).first().waitFor();
  expect(await forger.getByText(QUESTION).count()).toBe(0);
  await accessible(forger, 'the hosted page, from a dead link');
  await picture(forger, 'hosted-dead-link');
}

function linkIn(mail: Mail): string {
  const link = /http\S+#thread=\S+/.exec(mail.text)?.[0];
  if (!link) throw new Error(`no link in ${mail.text}`);
  return link;
}
