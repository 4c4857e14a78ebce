/**
 * Messages that come when they should and are not what they should be, on real sockets: a byte too
 * few or too many, and the two proofs of a handshake, signature and Finished, in every way wrong.
 * Nobody is told of a connection that such a handshake led to.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AlertName } from '../../runtime/index.ts';
import { closeAll } from '../node/network.ts';
import type { Change, Role } from '../support/puppet-script.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { alertSeen, message } from './puppet-peer.ts';
import { clientStages, meet, rightPlaces, serverStages, stageOf } from './stages.ts';
import { Target } from './target.ts';

let target: Target;

beforeEach(async () => {
  target = await Target.start();
});
afterEach(async () => {
  await target.expectFit();
  await closeAll();
});

// @req 9846:6:6
describe.each(rightPlaces)('to our $role in $state: $name', ({ role, stage, name }) => {
  test.each([
    ['a byte too few', { kind: 'truncated' }],
    ['a byte too many', { kind: 'trailingByte' }],
  ] as const)('with %s', async (_, change) => {
    const { puppet, error } = await meet(role, stage, target);
    puppet.say(message(stage.reads, name, change));
    expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, 'decode_error')]);
    expect(await error).toMatchObject({ code: 'ERR_TLS_DECODE', state: stage.state });
  });
});

interface WrongProof {
  readonly role: Role;
  readonly name: string;
  readonly state: string;
  readonly changes: Readonly<Record<string, string>>;
  readonly alert: AlertName;
  readonly code: string;
}

const badFinished = { alert: 'decrypt_error', code: 'ERR_TLS_BAD_FINISHED' } as const;
const badSignature = { alert: 'decrypt_error', code: 'ERR_TLS_BAD_SIGNATURE' } as const;
const notOffered = { alert: 'illegal_parameter', code: 'ERR_TLS_ILLEGAL_PARAMETER' } as const;
const malformed = { alert: 'decode_error', code: 'ERR_TLS_DECODE' } as const;

const finished = {
  role: 'client',
  name: 'Finished',
  state: ClientState.WAIT_FINISHED,
} as const;
const toServer = {
  role: 'server',
  name: 'Finished',
  state: ServerState.WAIT_FINISHED,
} as const;
const verify = {
  role: 'client',
  name: 'CertificateVerify',
  state: ClientState.WAIT_CV,
} as const;

const proofs: readonly WrongProof[] = [
  { ...toServer, changes: { verify_data: 'wrong' }, ...badFinished },
  { ...toServer, changes: { verify_data: '32 bytes' }, ...badFinished },
  { ...toServer, changes: { verify_data: 'empty' }, ...malformed },
  { ...toServer, changes: { verify_data: '48 bytes' }, ...malformed },
  { ...finished, changes: { verify_data: 'wrong' }, ...badFinished },
  { ...finished, changes: { verify_data: '32 bytes' }, ...badFinished },
  { ...finished, changes: { verify_data: 'empty' }, ...malformed },
  { ...verify, changes: { signature: 'wrong' }, ...badSignature },
  { ...verify, changes: { signature: 'short' }, ...badSignature },
  { ...verify, changes: { signature: 'empty' }, ...badSignature },
  { ...verify, changes: { signature: '72 bytes' }, ...badSignature },
  { ...verify, changes: { signature: '5000 bytes' }, ...badSignature },
  { ...verify, changes: { algorithm: 'ed25519' }, ...notOffered },
  { ...verify, changes: { algorithm: 'ecdsa_secp384r1_sha384' }, ...notOffered },
  { ...verify, changes: { algorithm: 'rsa_pss_rsae_sha256' }, ...notOffered },
  { ...verify, changes: { algorithm: 'ecdsa_sha1' }, ...notOffered },
  { ...verify, changes: { algorithm: '0xffff' }, ...notOffered },
];

// @req 9846:4.5.2:8 9846:4.5.2:9 9846:4.5.3:1 9846:6:7 9846:6.2:4
test.each(proofs)('to our $role: $name with $changes', async (proof) => {
  const { role, name, state, alert, code } = proof;
  const stage = stageOf(role === 'server' ? serverStages : clientStages, state);
  const { puppet, error } = await meet(role, stage, target);
  const changes: readonly Change[] = Object.entries(proof.changes).map(([field, value]) => ({
    kind: 'set',
    name: field,
    value,
  }));
  puppet.say(message('handshake', name, ...changes));
  expect(await puppet.lastWords()).toEqual([alertSeen(stage.writes, alert)]);
  expect(await error).toMatchObject({ code, alert, origin: 'local', state: stage.state });
  expect(target.sockets.size).toBe(0);
});
