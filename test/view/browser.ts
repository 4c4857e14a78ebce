/** Debian's Chromium, without a window, for the tests of the page. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { chromiumPath } from '../support/chromium.ts';

/** It runs as root in CI, without a graphics card, and may ask nobody outside for anything. */
export async function launchChromium(): Promise<Browser> {
  const args = [
    ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
    ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
  ];
  return await chromium.launch({ executablePath: chromiumPath, args });
}

/** A page that has drawn its diagrams; `faults` gets whatever goes wrong in it. */
export async function openPage(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly faults: readonly string[] }> {
  const page = await browser.newPage(options);
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text());
  });
  await page.goto(url);
  await page.waitForSelector('body[data-ready]');
  return { page, faults };
}

/** The states that are marked as those a connection is in. */
export async function activeStates(page: Page, role: string): Promise<readonly string[]> {
  const boxes = page.locator(`#${role}-diagram .is-active`);
  return await boxes.evaluateAll((groups) =>
    groups.map((group) => group.getAttribute('data-state') ?? ''),
  );
}
