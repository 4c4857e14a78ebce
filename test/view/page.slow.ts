/** The page of `npm run view` in a real browser, driven as a person drives it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { buildPage } from '../../tools/view/build-page.ts';
import { openViewer, type Viewer } from '../../tools/view/relay.ts';
import { cleanUp, start, startServer } from '../cli/run.ts';
import { type CredentialFiles, type TestPki, writePki } from '../support/certificates.ts';
import { describeNeeding } from '../support/skips.ts';
import { ClientState, ServerState, States } from '../support/states.ts';
import { activeStates, launchChromium, openPage } from './browser.ts';
import { recordedSteps } from './recorded.ts';

/** The client's way to `connected` (RFC 9846 2, figure 1). */
const handshake = [
  'local.start',
  'hs.serverHello (v13)',
  'hs.encryptedExtensions (good)',
  'hs.certificate (good)',
  'hs.certificateVerify (good)',
  'task.done (accepted)',
  'hs.finished (good)',
];

const connected = [
  'live.connected.inbound.receiving.reading',
  'live.connected.outbound.sending',
] as const;

describeNeeding('chromium', 'the page', () => {
  let browser: Browser;
  let html: string;
  let viewer: Viewer;
  let folder: string;
  let files: Readonly<Record<keyof TestPki, CredentialFiles>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'tlschart-view-'));
    files = await writePki(folder);
    browser = await launchChromium();
    html = await buildPage();
  });
  beforeEach(async () => {
    viewer = await openViewer(0, async () => html);
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await viewer.close();
  });
  afterAll(async () => {
    await browser.close();
    await cleanUp();
    rmSync(folder, { recursive: true, force: true });
  });

  test('opens and asks nobody else for anything', async () => {
    const context = await browser.newContext();
    const asked: string[] = [];
    context.on('request', (request) => asked.push(request.url()));
    const page = await context.newPage();
    await page.goto(viewer.url);
    await page.waitForSelector('body[data-ready]');
    expect(asked).toEqual([viewer.url]);
    expect(await page.locator('#client-diagram .state').count()).toBeGreaterThan(25);
    expect(await activeStates(page, 'client')).toEqual([`live.${ClientState.IDLE}`]);
  });

  test('search finds a state, and tells what the spec says of it', async () => {
    const { page, faults } = await openPage(browser, viewer.url);
    await page.keyboard.press('/');
    await page.keyboard.type(ClientState.WAIT_FINISHED.slice(0, -3).toLowerCase());
    await page.keyboard.press('Enter');
    const panel = page.locator('#state');
    await panel.getByRole('heading', { name: ClientState.WAIT_FINISHED }).waitFor();
    expect(await panel.locator('.expects').textContent()).toContain('finished');
    expect(await panel.getByRole('link').first().getAttribute('href')).toBe(
      'https://www.rfc-editor.org/rfc/rfc9846.html#section-4.5.3',
    );
    const text = await panel.innerText();
    for (const word of ['Leads here (1)', 'task.done [isAccepted]', 'hs.finished [isGood]']) {
      expect(text).toContain(word);
    }
    const box = page.locator(`[data-state="live.handshake.${ClientState.WAIT_FINISHED}"]`);
    expect(await box.getAttribute('aria-pressed')).toBe('true');
    await expectInSight(page, box);
    expect(faults).toEqual([]);
  });

  test('a click path drives the client to connected; back, forward, and as a link', async () => {
    const { page, faults } = await openPage(browser, viewer.url);
    for (const name of handshake) await page.locator(`[data-choice="${name}"]`).click();
    await expect.poll(() => activeStates(page, 'client')).toEqual(connected);
    const taken = page.locator('#client-diagram .is-taken [class~="edge"]');
    expect(await taken.count()).toBeGreaterThan(0);
    const card = page.locator('#simulate .card');
    expect(await card.innerText()).toContain('installWriteKeys(application)');
    expect(await card.innerText()).toContain('reads application, writes application');
    await page.getByRole('button', { name: 'Step back', exact: true }).last().click();
    await expect
      .poll(() => activeStates(page, 'client'))
      .toEqual([`live.handshake.${ClientState.WAIT_FINISHED}`]);
    await page.locator('#forward').click();
    await expect.poll(() => activeStates(page, 'client')).toEqual(connected);
    const { page: other } = await openPage(browser, page.url());
    await expect.poll(() => activeStates(other, 'client')).toEqual(connected);
    expect(await other.locator('#simulate .steps li').count()).toBe(handshake.length);
    expect(faults).toEqual([]);
  });

  test('a link that fits no more is said to', async () => {
    const { page } = await openPage(
      browser,
      `${viewer.url}#machine=server&path=local.start,hs.gone`,
    );
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('hs.gone cannot happen');
    expect(await activeStates(page, 'server')).toEqual([`live.handshake.${ServerState.START}`]);
  });

  test('collapses and opens a state, pans and zooms, by keys alone', async () => {
    const { page, faults } = await openPage(browser, viewer.url);
    const frame = page.locator('[data-state="live.handshake"]');
    const inner = page.locator(`[data-state="live.handshake.${ClientState.WAIT_FINISHED}"]`);
    await frame.focus();
    await page.keyboard.press('c');
    await expect.poll(() => inner.count()).toBe(0);
    await frame.locator('a', { hasText: 'open' }).click();
    await expect.poll(() => inner.count()).toBe(1);
    const place = () => inner.evaluate((group) => group.getBoundingClientRect().toJSON());
    const before = await place();
    await page.locator(`[data-state="live.${ClientState.IDLE}"]`).focus();
    await page.keyboard.press('+');
    await expect.poll(async () => (await place()).width).toBeGreaterThan(before.width * 1.2);
    const zoomed = await place();
    await page.keyboard.press('ArrowDown');
    await expect.poll(async () => (await place()).y).toBeLessThan(zoomed.y - 50);
    await page.keyboard.press('Enter');
    await page.locator('#state').getByRole('heading', { name: ClientState.IDLE }).waitFor();
    expect(faults).toEqual([]);
  });

  test('a recorded trace of both ends steps to its end', async () => {
    const traces = (['client', 'server'] as const).map((role) => {
      const own = recordedSteps().filter((step) => step.role === role);
      const path = join(folder, `${role}.jsonl`);
      writeFileSync(path, own.map((step) => `${JSON.stringify(step)}\n`).join(''));
      return path;
    });
    const { page, faults } = await openPage(browser, viewer.url);
    await page.locator('#recording-tab').click();
    await page.locator('#traces').setInputFiles(traces);
    const count = recordedSteps().length;
    await expect.poll(() => page.locator('#count').textContent()).toBe(`0 / ${count}`);
    for (let step = 1; step <= count; step++) {
      await page.locator('#forward').click();
      await expect.poll(() => page.locator('#count').textContent()).toBe(`${step} / ${count}`);
    }
    expect(await page.locator('#forward').isDisabled()).toBe(true);
    for (const role of ['client', 'server'] as const) {
      expect(await activeStates(page, role)).toEqual([`ending.${States[role].CLOSED}`]);
      await expectInSight(page, page.locator(`#${role}-diagram .is-active`));
    }
    expect(faults).toEqual([]);
  });

  test('a running client and server with --inspect move the marks', async () => {
    const { page, faults } = await openPage(browser, viewer.url);
    const port = new URL(viewer.url).port;
    const server = await startServer(files.leaf, '--echo', `--inspect=${port}`);
    const to = `localhost:${server.port}`;
    const client = start('client', to, '--ca', files.ca.certificate, `--inspect=${port}`);
    await expect.poll(() => activeStates(page, 'client'), slowly).toEqual(connected);
    await expect.poll(() => activeStates(page, 'server'), slowly).toEqual(connected);
    client.child.stdin?.end();
    expect((await client.ended).code).toBe(0);
    await expect
      .poll(() => activeStates(page, 'client'), slowly)
      .toEqual([`ending.${ClientState.CLOSED}`]);
    // A page that comes later is told what was so far.
    const { page: late } = await openPage(browser, viewer.url);
    await expect
      .poll(() => activeStates(late, 'client'), slowly)
      .toEqual([`ending.${ClientState.CLOSED}`]);
    server.child.kill('SIGTERM');
    expect((await server.ended).code).toBe(0);
    expect(faults).toEqual([]);
  });

  test('--trace=json of both writes what the page reads', async () => {
    const server = await startServer(files.leaf, '--echo', '--trace=json');
    const to = `localhost:${server.port}`;
    const client = start('client', to, '--ca', files.ca.certificate, '--trace=json');
    client.child.stdin?.end('hello');
    const { stderr } = await client.ended;
    server.child.kill('SIGTERM');
    const traces = [stderr, (await server.ended).stderr].map((text, index) => {
      const path = join(folder, `end-${index}.log`);
      writeFileSync(path, text);
      return path;
    });
    const { page, faults } = await openPage(browser, viewer.url);
    await page.locator('#recording-tab').click();
    await page.locator('#traces').setInputFiles(traces);
    await expect
      .poll(() => page.locator('#now').textContent())
      .toContain(`server in ${ServerState.IDLE}`);
    await page.locator('#last').click();
    for (const role of ['client', 'server'] as const) {
      await expect.poll(() => activeStates(page, role)).toEqual([`ending.${States[role].CLOSED}`]);
    }
    expect(faults).toEqual([]);
  });

  test.each(['light', 'dark'] as const)(
    '%s: nothing sticks out, from a phone to a desk',
    async (colorScheme) => {
      for (const width of [390, 1440]) {
        const viewport = { width, height: 844 };
        const { page } = await openPage(browser, viewer.url, { viewport, colorScheme });
        const { scrollWidth, ground } = await page.evaluate(() => ({
          scrollWidth: document.documentElement.scrollWidth,
          ground: getComputedStyle(document.body).backgroundColor,
        }));
        expect(scrollWidth).toBe(width);
        expect(ground === 'rgb(255, 255, 255)').toBe(colorScheme === 'light');
        const diagram = await page.locator('#client-diagram').boundingBox();
        expect(diagram?.height).toBeGreaterThan(250);
        await page.close();
      }
    },
  );
});

const slowly = { timeout: 20_000 };

/** Within the diagram's window, not only in the drawing. */
async function expectInSight(page: Page, locator: ReturnType<Page['locator']>): Promise<void> {
  const isInSight = async () => {
    const box = await locator.boundingBox();
    const window = await page.locator('#diagrams').boundingBox();
    if (box === null || window === null) return false;
    const isLow = box.y >= window.y && box.y + box.height <= window.y + window.height;
    return isLow && box.x >= window.x && box.x + box.width <= window.x + window.width;
  };
  await expect.poll(isInSight).toBe(true);
}
