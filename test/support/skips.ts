/**
 * The tests that need something from the machine they run on, and why they may be left out. A
 * skip that is not listed here, or that no test uses any more, is a failure (`skips.test.ts`); in CI
 * nothing may be left out at all.
 *
 * The vectors beside the checkout have the same rule in `vectors.ts`.
 */
import { describe, it } from 'vitest';
import { hasChromium } from './chromium.ts';
import { hasFaketime, hasOpenssl } from './openssl.ts';

/** What a suite may need. */
export const needs = {
  openssl: {
    isMet: hasOpenssl,
    reason:
      'the peer of these tests is OpenSSL 3, and `openssl` is not installed or another version',
  },
  authorities: {
    isMet: () => hasOpenssl() && hasFaketime(),
    reason:
      'the authorities of these tests are OpenSSL 3 and `faketime`, and one of them is not installed',
  },
  chromium: {
    isMet: hasChromium,
    reason: "these tests drive a page in Debian's Chromium, and /usr/bin/chromium is not there",
  },
} as const satisfies Record<string, { isMet: () => boolean; reason: string }>;

/**
 * A `describe` that needs something of the machine: skipped, with the reason in its title, where
 * that is missing; failing in CI.
 */
export function describeNeeding(need: keyof typeof needs, title: string, suite: () => void): void {
  const { isMet, reason } = needs[need];
  if (isMet()) {
    describe(title, suite);
  } else if (process.env.CI) {
    it(title, () => {
      throw new Error(`CI must run this: ${reason}`);
    });
  } else {
    it.skip(`${title}: skipped, ${reason}`, () => undefined);
  }
}
