/** Live chat settings, part by part, and what they say when something is wrong. */
import { variants } from './screens.variants.mjs';

const hours = (day) => (page) => page.getByRole('textbox', { name: `Hours of ${day}, typed` });

export const LIVE_CHAT_SCREENS = [
  ...variants({ name: 'live-chat', path: '/live-chat', height: 1400 }),
  { name: 'live-chat-rtl', path: '/live-chat', locale: 'ar', width: 1100, height: 1400 },
  { name: 'live-chat-german', path: '/live-chat', locale: 'de', width: 900, height: 1400 },
  ...variants({ name: 'live-chat-waits', path: '/live-chat?tab=waits' }),
  ...variants({ name: 'live-chat-texts', path: '/live-chat?tab=texts', height: 1400 }),
  ...variants({ name: 'live-chat-bell', path: '/live-chat?tab=bell', height: 1400 }),
  { name: 'live-chat-bell-rtl', path: '/live-chat?tab=bell', locale: 'ar', height: 1400 },
  { name: 'live-chat-inherited', path: '/live-chat?channel=web', height: 1400 },
  {
    name: 'live-chat-withheld',
    path: '/live-chat',
    height: 1400,
    fake: {
      liveChat: (settings, me) => {
        me.role = 'admin';
        settings.available = false;
        settings.now.web = { offer: 'off', button: false, why: 'withheld', sentence: '' };
      },
    },
  },
  ...variants({
    name: 'live-chat-wrong',
    path: '/live-chat',
    height: 1100,
    act: async (page) => {
      await hours('Saturday')(page).fill('5-9');
      await hours('Tuesday')(page).fill('9-12, 11-14');
      await page.getByRole('button', { name: 'Save' }).click();
    },
  }),
  {
    name: 'live-chat-refused',
    path: '/live-chat?tab=waits',
    fake: { refuseLiveChat: true },
    act: async (page) => {
      await page.getByRole('spinbutton', { name: 'First wait' }).fill('90');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByText('A wait is 10 seconds to 15 minutes.').first().waitFor();
    },
  },
  ...variants({
    name: 'live-chat-conflict',
    path: '/live-chat?tab=waits',
    fake: { otherSaver: true },
    act: async (page) => {
      await page.getByRole('spinbutton', { name: 'First wait' }).fill('90');
      await page.getByRole('button', { name: 'Save' }).click();
      await page.getByRole('button', { name: 'Save mine' }).waitFor();
    },
  }),
  ...variants({
    name: 'live-chat-tried',
    path: '/live-chat?tab=bell',
    act: async (page) => {
      await page.getByRole('button', { name: 'Test' }).first().click();
      await page.getByText('Firefox on Windows').scrollIntoViewIfNeeded();
    },
  }),
  {
    name: 'live-chat-night',
    path: '/live-chat',
    height: 1400,
    act: async (page) => {
      const box = await page.locator('[data-night-end]').first().boundingBox();
      await page.mouse.move(box.x + 6, box.y + 16);
      await page.mouse.down();
      await page.mouse.move(box.x - 60, box.y + 16, { steps: 4 });
    },
  },
];
