/** Debian's Chromium, for tests that drive a page. */
import { existsSync } from 'node:fs';

export const chromiumPath = '/usr/bin/chromium';

export function hasChromium(): boolean {
  return existsSync(chromiumPath);
}
