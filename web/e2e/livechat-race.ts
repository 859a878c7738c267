import type { Browser } from 'playwright-core';
import type { ExpectStatic } from 'vitest';
import { pressAt } from './browser.ts';
import { Guest } from './guest.ts';
import { Agent } from './livechat.ts';
import type { Server } from './server.ts';
import { Staff } from './staff.ts';

// Two agents press Accept at one scheduled instant, again and again: one of them has the guest, the other is told who.

const ROUNDS = 50;
/** Presses further apart than this, in ms, were no race: the machine was busy, and the round is held once more. */
const APART = 25;

/** Notes in `window.told` every "… took this" that the page ever shows: it stands for 2 s. Runs inside the page. */
function noteWhoTook(): void {
  const page = window as unknown as { told: string[] };
  page.told = [];
  new MutationObserver(() => {
    for (const line of document.querySelectorAll('[role=status], [role=alert]')) {
      const text = line.textContent ?? '';
      if (text.includes('took this') && page.told.at(-1) !== text) page.told.push(text);
    }
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

function told(agent: Agent): Promise<string[]> {
  return agent.page.evaluate(() => (window as unknown as { told: string[] }).told);
}

/** Holds that of two who accept at one instant exactly one has the guest, and the other is told who: 50 times. */
export async function race(browser: Browser, server: Server, expect: ExpectStatic): Promise<void> {
  const agents = [
    await Agent.signIn(browser, server, 'agent1@demo.example'),
    await Agent.signIn(browser, server, 'agent2@demo.example'),
  ] as const;
  const desk = await Staff.signIn(server, 'admin@demo.example');
  for (const agent of agents) await agent.to('Requests');
  let races = 0;
  for (let round = 1; races < ROUNDS; round++) {
    expect(round, 'the machine is too busy for a race').toBeLessThan(4 * ROUNDS);
    const question = `Round ${round}: do you rent rowing boats?`;
    const guest = await Guest.arrive(server);
    await guest.write(question);
    expect((await guest.human()).controller.kind).toBe('waiting');
    for (const agent of agents) await agent.button(question, 'Accept').waitFor();
    for (const agent of agents) await agent.page.evaluate(noteWhoTook);
    const instant = Date.now() + 250;
    const presses = await Promise.all(
      agents.map((agent) => pressAt(agent.button(question, 'Accept'), instant)),
    );
    if (Math.abs((presses[0] ?? 0) - (presses[1] ?? 0)) <= APART) races++;

    const won = async () => {
      const boxes = await Promise.all(agents.map((agent) => agent.box.count()));
      return agents.filter((_, index) => (boxes[index] ?? 0) > 0);
    };
    await expect.poll(async () => (await won()).length, { timeout: 10_000 }).toBe(1);
    const [winner] = await won();
    const loser = agents.find((agent) => agent !== winner);
    if (!winner || !loser) throw new Error('nobody won');
    await expect
      .poll(async () => (await told(loser)).join(), { timeout: 10_000 })
      .toContain(`${winner.name} took this`);
    expect((await told(winner)).join(), 'the winner lost to nobody').not.toContain(loser.name);
    expect(await loser.box.count(), 'the other has no message box').toBe(0);

    // The desk's own record agrees: one accept, by the one whose screen says so.
    const { entries } = await desk.ask<{
      entries: { code?: string; params?: { agent_id?: string } }[];
    }>('GET', `/conversations/${guest.conversation}/entries?after=0`);
    expect(entries.filter(({ code }) => code === 'joined').length).toBe(1);
    const { controller } = await desk.ask<{ controller: { kind: string; name: string } }>(
      'GET',
      `/conversations/${guest.conversation}`,
    );
    expect(controller).toMatchObject({ kind: 'agent', name: winner.name });
    expect(await guest.heard()).toMatch(/joined/);

    await desk.ask('POST', `/conversations/${guest.conversation}/resolve`, { confirm: true });
    await winner.to('Requests');
    await expect.poll(() => loser.ring(question).count(), { timeout: 10_000 }).toBe(0);
  }
}
