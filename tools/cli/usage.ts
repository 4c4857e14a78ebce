/**
 * What people write on the command line, checked: addresses, ports, protocol names, files. All
 * mistakes of this kind are told in one line and end the command with exit code 2.
 */
import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { InvalidArgumentError } from 'commander';

/** A mistake in how the command was called, or in what it was given. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Where to connect to. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `HOST:PORT`, with an IPv6 address in brackets. */
export function parseAddress(text: string): Address {
  const match = /^(?:\[([^[\]]+)\]|([^:[\]]+)):([^:]*)$/.exec(text);
  if (match === null) {
    throw new InvalidArgumentError('Write HOST:PORT, with an IPv6 address in brackets: [::1]:443');
  }
  const [, inBrackets, plain, port = ''] = match;
  if (inBrackets !== undefined && !isIPv6(inBrackets)) {
    throw new InvalidArgumentError(`Between the brackets stands no IPv6 address: ${inBrackets}`);
  }
  return { host: inBrackets ?? plain ?? '', port: parsePort(port) };
}

/** A TCP port to connect to: 1 to 65535. */
function parsePort(text: string): number {
  const port = parseListenPort(text);
  if (port === 0) throw new InvalidArgumentError('A port to connect to is from 1 to 65535.');
  return port;
}

/** A TCP port to listen on: 0 to 65535, 0 for any that is free. */
export function parseListenPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return port;
}

/** A host name or address to listen on; brackets around an IPv6 address are taken away. */
export function parseHost(text: string): string {
  const host = /^\[(.+)\]$/.exec(text)?.[1] ?? text;
  if (host === '') throw new InvalidArgumentError('The host is empty.');
  return host;
}

/** Protocol names for ALPN (RFC 7301), separated by commas. */
export function parseProtocols(text: string): readonly string[] {
  const names = text.split(',');
  for (const name of names) {
    const { length } = new TextEncoder().encode(name);
    if (length === 0 || length > 255) {
      throw new InvalidArgumentError('Protocol names have 1 to 255 bytes, with commas between.');
    }
  }
  return names;
}

/** For options that may be given several times. */
export function addTo(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** `host:port` for people. */
export function printAddress(host: string, port: number): string {
  return isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`;
}

/** @throws UsageError naming the option if the file cannot be read */
export function readBytes(option: string, path: string): Uint8Array {
  try {
    return new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new UsageError(`${option}: ${messageOf(error)}`);
  }
}

/** What went wrong, in the words of whoever threw it. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
