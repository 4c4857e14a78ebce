/** Options of the command line, read and checked. A mistake of the user is told in one line. */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

/** What the user gave cannot be used. Exit code 2. */
export class UsageError extends Error {}

/** A host and a port. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `localhost:443`, `127.0.0.1:443`, `[::1]:443`. @throws UsageError */
export function parseAddress(text: string): Address {
  const match = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d+)$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (match === null || host === undefined) {
    throw new UsageError(`'${text}' is not HOST:PORT (IPv6 addresses stand in brackets)`);
  }
  if (match[1] !== undefined && isIP(match[1]) !== 6) {
    throw new UsageError(`'${match[1]}' is not an IPv6 address`);
  }
  return { host, port: parsePort(match[3] ?? '', 1) };
}

/** @param least 0 where the system may choose, otherwise 1. @throws UsageError */
export function parsePort(text: string, least: number): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < least || port > 65_535) {
    throw new UsageError(`'${text}' is not a port (${least} to 65535)`);
  }
  return port;
}

/** `h2,http/1.1` -> both. @throws UsageError */
export function parseProtocols(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const protocols = text.split(',').map((one) => one.trim());
  if (protocols.some((one) => one.length === 0 || one.length > 255)) {
    throw new UsageError(`'${text}' is not a list of protocols such as h2,http/1.1`);
  }
  return protocols;
}

/** A file that an option names. @throws UsageError */
export function readInput(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${option} ${path}: ${error instanceof Error ? error.message : error}`);
  }
}
