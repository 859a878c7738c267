// Takes a picture of every screen and state against the stand-in server and asks axe about each.
// Run after a build: node dashboard/test/screens.mjs DIRECTORY [part of a name]
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startFake } from './fake/server.mjs';
import { SCREENS } from './screens.list.mjs';

const [out, only = ''] = process.argv.slice(2);
if (!out) throw new Error('Say where the pictures go.');
mkdirSync(out, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const AUTOPLAY = '--autoplay-policy=no-user-gesture-required';
const launch = (...flags) =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless=new',
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      // A name that is not this machine's own: plain http is not secure there, as on a hotel's network.
      '--host-resolver-rules=MAP desk.test 127.0.0.1',
      ...flags,
    ],
  });
// One that lets pages sound at once, and one that keeps them silent until they are pressed.
const loud = await launch(AUTOPLAY);
const silent = await launch('--autoplay-policy=document-user-activation-required');
let bad = 0;

for (const screen of SCREENS.filter(({ name }) => name.includes(only))) {
  const fake = await startFake(screen.fake);
  const context = await (screen.silent ? silent : loud).newContext({
    viewport: { width: screen.width ?? 1360, height: screen.height ?? 860 },
    colorScheme: screen.dark ? 'dark' : 'light',
    locale: screen.locale ?? 'en-GB',
    bypassCSP: false,
  });
  const base = screen.host ? fake.url.replace('127.0.0.1', screen.host) : fake.url;
  if (!screen.host) await context.grantPermissions(screen.permissions ?? ['notifications']);
  const page = await context.newPage();
  if (screen.init) await page.addInitScript(screen.init);
  const told = [];
  page.on('console', (message) => message.type() === 'error' && told.push(message.text()));
  page.on('pageerror', (error) => told.push(String(error)));
  try {
    await page.goto(base + (screen.path ?? '/live'));
    await screen.act?.(page, fake);
    if (screen.sees) await page.locator(screen.sees).first().waitFor();
    await page.waitForTimeout(screen.wait ?? 500);
    // What slides in has arrived; what pulses for ever goes on.
    await page.evaluate(() =>
      Promise.allSettled(
        document
          .getAnimations()
          .filter((one) => one.effect?.getComputedTiming().endTime < 5000)
          .map((one) => one.finished),
      ),
    );
    await page.screenshot({ path: join(out, `${screen.name}.png`) });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) told.push(`scrolls sideways by ${wide} px`);
    // The policy forbids script tags; an evaluated script is the debugger's, and passes.
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run(document));
    for (const { id, impact, nodes } of violations) {
      const grave = impact === 'serious' || impact === 'critical';
      // The name of the page, also where a phone has room for no more than what is open.
      if (!grave && id !== 'page-has-heading-one') continue;
      told.push(
        `axe ${impact}: ${id}: ${nodes
          .slice(0, 3)
          .map((node) => node.html.slice(0, 140))
          .join(' | ')}`,
      );
    }
  } catch (error) {
    told.push(String(error).slice(0, 400));
    await page.screenshot({ path: join(out, `${screen.name}.png`) }).catch(() => {});
  }
  const real = told.filter(
    (line) => !/status of (401|404|409|422|503)|WebSocket connection/.test(line),
  );
  bad += real.length;
  console.log(
    `${real.length ? 'BAD ' : 'ok  '}${screen.name}${real.map((line) => `\n      ${line}`).join('')}`,
  );
  await context.close();
  await fake.close();
}
await loud.close();
await silent.close();
process.exitCode = bad > 0 ? 1 : 0;
