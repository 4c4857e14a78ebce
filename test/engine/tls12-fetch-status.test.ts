/**
 * Statuses that are fetched in TLS 1.2: both ends wait for them before they say another word, the
 * client before its second flight, the server before its change_cipher_spec. A CertificateStatus that
 * was announced may fail to come (RFC 6066 8); then it is fetched like any other.
 */
import { describe, expect, it } from 'vitest';
import type { RevocationOptions } from '../../runtime/engine/options.ts';
import type { ClientOptions, ServerOptions } from '../../runtime/index.ts';
import { connectionOf, errorOf, tasksOf } from '../support/effects.ts';
import { serverKey } from '../support/fixed-identity.ts';
import { Pair } from '../support/pair.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { goodLeafExtensions, makeCa, makeLeaf } from '../x509/make.ts';
import { certId, isRevoked, makeOcsp, ocspAt, singleResponse } from '../x509/make-status.ts';
import type { Role } from './replay.ts';
import { plain } from './stream-parts.ts';

const url = 'http://ocsp.example/leaf';
const leaf = makeLeaf('Root', { extensions: [...goodLeafExtensions(), ocspAt(url)] });
const id = certId(leaf, makeCa('Root', 'Root'));
const good = makeOcsp({ responses: [singleResponse(id)] });
const revoked = makeOcsp({ responses: [singleResponse(id, isRevoked)] });
const [credential] = [{ certificates: [leaf], privateKey: serverKey() }];

interface Options {
  readonly mode?: RevocationOptions['mode'] & string;
  readonly staples?: readonly (Uint8Array | undefined)[];
}

/** Two ends of TLS 1.2, of which one fetches the status of the other. */
function begin(fetches: Role, { mode = 'hard-fail', staples }: Options = {}): Pair {
  const fetching = { revocation: { mode, fetch: true } } as const;
  const shown = { ...credential, ...(staples && { staples: () => staples }) };
  const client: Partial<ClientOptions> = {
    groups: ['x25519', 'secp256r1'],
    credentials: [credential],
    ...(fetches === 'client' && fetching),
  };
  const server: Partial<ServerOptions> = {
    maxVersion: 'TLSv1.2',
    credentials: [shown],
    clientAuth: 'require',
    ...(fetches === 'server' && fetching),
  };
  return new Pair({ client, server }).connect();
}

const waitsIn = { client: ClientState.VERIFYING12, server: ServerState.VERIFYING12 } as const;

/** Answers the question that is open. */
function answer(pair: Pair, role: Role, ...bodies: readonly (Uint8Array | undefined)[]): void {
  const task = tasksOf(pair[role].effects).at(-1);
  expect(task).toMatchObject({ kind: 'fetchStatus', request: { needs: [{ url }] } });
  pair[role].do((engine) => engine.answer(task?.id ?? 0, { kind: 'fetchStatus', bodies }));
  pair.run();
}

describe.each(['client', 'server'] as const)('our %s', (role) => {
  const peer = role === 'client' ? 'server' : 'client';

  it('waits, and says nothing before the answer', () => {
    const pair = begin(role);
    const { length } = pair[role].written;
    expect(pair[role].engine.state).toBe(waitsIn[role]);
    // The hello of a client; the flight of a server that has not said change_cipher_spec.
    expect(pair[role].engine.inspect().writeEpoch).toBe('plaintext');
    answer(pair, role, good);
    expect(pair[role].written.length).toBeGreaterThan(length);
    expect(connectionOf(pair[role].effects)).toMatchObject({
      protocol: 'TLSv1.2',
      peer: { statuses: [{ index: 0, status: 'good', source: 'ocsp' }] },
    });
    expect(connectionOf(pair[peer].effects)).toBeDefined();
  });

  it.each([
    ['revoked', revoked, 'CERT_REVOKED', 'certificate_revoked'],
    ['nothing', undefined, 'ERR_TLS_CERT_STATUS_UNAVAILABLE', 'certificate_unknown'],
  ])('%s: the peer hears it by name', (_, body, code, alert) => {
    const pair = begin(role);
    answer(pair, role, body);
    expect(pair[role].engine.failure).toMatchObject({ code, alert, state: waitsIn[role] });
    expect(connectionOf(pair[role].effects)).toBeUndefined();
    expect(errorOf(pair[peer].effects)).toMatchObject({ alert, origin: 'peer' });
  });

  it('nothing, where that is borne', () => {
    const pair = begin(role, { mode: 'soft-fail' });
    answer(pair, role, undefined);
    expect(connectionOf(pair[role].effects)?.peer?.statuses).toMatchObject([
      { status: 'unavailable' },
    ]);
  });
});

describe('what a server says to a client that waits', () => {
  const unrecognizedName = plain(21, 1, 112);

  it('four warnings change nothing, a fifth ends it', () => {
    const pair = begin('client');
    for (let count = 0; count < 4; count++) pair.client.receive(unrecognizedName);
    answer(pair, 'client', good);
    expect(connectionOf(pair.client.effects)).toMatchObject({ protocol: 'TLSv1.2' });

    const other = begin('client');
    for (let count = 0; count < 5; count++) other.client.receive(unrecognizedName);
    answer(other, 'client', good);
    expect(other.client.engine.failure).toMatchObject({ code: 'ERR_TLS_FLOOD' });
    expect(connectionOf(other.client.effects)).toBeUndefined();
  });

  it('a HelloRequest is ignored, and is no part of the transcript', () => {
    const pair = begin('client');
    pair.client.receive(plain(22, 0, 0, 0, 0));
    answer(pair, 'client', good);
    expect(connectionOf(pair.client.effects)).toMatchObject({ protocol: 'TLSv1.2' });
  });

  it('a fatal alert ends the wait', () => {
    const pair = begin('client');
    pair.client.receive(plain(21, 2, 80));
    expect(errorOf(pair.client.effects)).toMatchObject({
      alert: 'internal_error',
      origin: 'peer',
      state: ClientState.VERIFYING12,
    });
  });
});

describe('a CertificateStatus in TLS 1.2', () => {
  it('leaves nothing to fetch', () => {
    const pair = begin('client', { staples: [good] });
    expect(tasksOf(pair.client.effects)).toEqual([]);
    expect(connectionOf(pair.client.effects)?.peer?.statuses).toMatchObject([
      { status: 'good', source: 'staple' },
    ]);
  });

  it('that does not come is fetched', () => {
    const pair = begin('client', { staples: [undefined] });
    answer(pair, 'client', good);
    expect(connectionOf(pair.client.effects)?.peer?.statuses).toMatchObject([
      { status: 'good', source: 'ocsp' },
    ]);
  });

  it('that says revoked is enough', () => {
    const pair = begin('client', { mode: 'soft-fail', staples: [revoked] });
    expect(tasksOf(pair.client.effects)).toEqual([]);
    expect(pair.client.engine.failure).toMatchObject({ alert: 'certificate_revoked' });
  });
});
