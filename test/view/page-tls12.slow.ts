/** A connection of TLS 1.2 on the page of `npm run view`, in a real browser. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPage } from '../../tools/view/build-page.ts';
import { openViewer, type Viewer } from '../../tools/view/relay.ts';
import { describeNeeding } from '../support/skips.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { activeStates, launchChromium, openPage } from './browser.ts';
import { clientOf, recordedSteps } from './recorded.ts';

const connected = [
  'live.connected.inbound.receiving.reading',
  'live.connected.outbound.sending',
] as const;

describeNeeding('chromium', 'the page', () => {
  let browser: Browser;
  let viewer: Viewer;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tlschart-view-'));
    browser = await launchChromium();
    const html = await buildPage();
    viewer = await openViewer(0, async () => html);
  });
  afterAll(async () => {
    await browser.close();
    await viewer.close();
    rmSync(folder, { recursive: true, force: true });
  });

  test('a recorded trace of TLS 1.2 moves the marks through its handshake', async () => {
    const steps = recordedSteps({ client: clientOf('TLSv1.2') });
    const path = join(folder, 'tls12.jsonl');
    writeFileSync(path, steps.map((step) => `${JSON.stringify(step)}\n`).join(''));
    const { page, faults } = await openPage(browser, viewer.url);
    const box = page.locator('#client-diagram [data-state="live.handshake.tls12"]');
    // Until a connection goes there it is one box among the states of TLS 1.3.
    expect(await box.locator('a', { hasText: 'open' }).count()).toBe(1);
    await page.locator('#recording-tab').click();
    await page.locator('#traces').setInputFiles(path);
    const end = steps.findLastIndex(({ event }) => event === 'hs.finished') + 1;
    const card = page.locator('#recording .card');
    const seen = new Set<string>();
    for (let step = 1; step <= end; step++) {
      await page.locator('#forward').click();
      await expect.poll(() => page.locator('#count').textContent()).toContain(`${step} / `);
      const { role = 'client', before, after } = steps[step - 1] ?? {};
      if (before === after) continue;
      // A diagram that opens a state is drawn anew.
      const taken = page.locator(`#${role}-diagram .is-taken [class~="edge"]`);
      await expect.poll(() => taken.count(), slowly).toBeGreaterThan(0);
      for (const id of await activeStates(page, role)) seen.add(`${role} ${id}`);
    }
    expect(await card.innerText()).toContain('TLSv1.2');
    expect(await card.innerText()).toContain('Encrypted Handshake Message (Finished)');
    expect([...seen]).toEqual(
      expect.arrayContaining([
        `client live.handshake.tls12.${ClientState.WAIT_FINISHED12}`,
        `server live.handshake.tls12.${ServerState.WAIT_FINISHED12}`,
      ]),
    );
    await expect.poll(() => activeStates(page, 'client')).toEqual(connected);
    // What somebody closes stays closed.
    await box.focus();
    await page.keyboard.press('c');
    await expect.poll(() => box.locator('a', { hasText: 'open' }).count()).toBe(1);
    await page.locator('#back').click();
    await expect.poll(() => activeStates(page, 'client')).toEqual(['live.handshake.tls12']);
    expect(faults).toEqual([]);
  });
});

const slowly = { timeout: 20_000 };
