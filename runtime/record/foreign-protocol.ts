/** Guesses what a peer speaks that does not speak TLS: for error texts only, nothing depends on it. */
import { hexOf } from '../bytes.ts';

/**
 * What the first five bytes look like, in words.
 * @param start the five bytes where a record header was expected
 */
export function foreignProtocolHint(start: Uint8Array): string {
  const shown = `the bytes ${hexOf(start)} where a record should begin`;
  const guess = guessOf(start);
  return guess === undefined ? shown : `${shown}: ${guess}`;
}

function guessOf(start: Uint8Array): string | undefined {
  if (isSslV2Hello(start)) return 'an SSLv2 hello';
  const text = String.fromCharCode(...start);
  return GUESSES.find(([pattern]) => pattern.test(text))?.[1];
}

/** Two bytes of length with the top bit set, then msg_type 1 (RFC 9846 D.5 forbids all of it). */
function isSslV2Hello(start: Uint8Array): boolean {
  return Number(start[0]) >= 0x80 && start[2] === 1 && Number(start[3]) <= 3;
}

const GUESSES: readonly (readonly [pattern: RegExp, guess: string])[] = [
  [/^HTTP\//, 'an HTTP answer, the server does not speak TLS on this port'],
  [/^(GET|HEAD|POST|PUT|PATCH|DELET|OPTIO|CONNE|TRACE|PRI )/, 'an HTTP request without TLS'],
  [/^SSH-/, 'an SSH server'],
  [/^(220|EHLO|HELO)[ -]/, 'a mail or FTP server that wants STARTTLS first'],
  [/^\* OK|^\+OK/, 'a mail server that wants STARTTLS first'],
];
