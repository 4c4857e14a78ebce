/**
 * RFC 8448: every value of the key schedule that its five traces print is reached from the values
 * before it, through the same functions that connections use.
 */
import { describe, expect, it } from 'vitest';
import {
  deriveApplicationStage,
  deriveFinishedKey,
  deriveHandshakeStage,
  deriveResumptionStage,
  deriveTicketPsk,
  deriveTrafficIv,
  deriveTrafficKey,
} from '../../generated/key-schedule.ts';
import { namedGroups } from '../../generated/registries.ts';
import { hexOf } from '../../runtime/bytes.ts';
import { deriveSecret, extractSecret, type Kdf } from '../../runtime/codegen/kdf.ts';
import { Secret } from '../../runtime/codegen/secret.ts';
import { nobleProvider as provider } from '../../runtime/crypto/noble.ts';
import { createKdf, type KeyShare } from '../../runtime/crypto/provider.ts';
import {
  field,
  labelOf,
  stepOf,
  type Trace,
  type TraceStep,
  TraceTranscript,
  tracesOf,
} from '../support/rfc8448.ts';
import { describeVectors } from '../support/vectors.ts';

describeVectors('rfc8448.json', 'RFC 8448 key schedule', (vectors) => {
  const traces = tracesOf(vectors);
  let reached = 0;

  it('has all five traces', () => {
    expect(traces.map((trace) => trace.name)).toEqual([
      'simple-1rtt',
      'resumed-0rtt',
      'hello-retry-request',
      'client-authentication',
      'compatibility-mode',
    ]);
  });

  describe.each(traces.map((trace) => ({ name: trace.name, trace })))('$name', ({ trace }) => {
    it('every printed value is reached', () => {
      const run = new TraceRun();
      for (const step of trace.steps) run.take(step);
      reached += run.reached;
    });

    // The Early Secret of the resumed connection comes from a PSK, which has no stage yet.
    if (trace.name !== 'resumed-0rtt') {
      it('the generated stages reach its secrets', () => expectStages(trace));
    }
  });

  it('no value is left out', () => {
    console.log(`RFC 8448 key schedule: ${reached} values of ${traces.length} traces reached`);
    expect(reached).toBe(countOutputs(traces));
  });
});

/** Fields that the key schedule yields; all others are its inputs, or messages and records. */
const outputNames = [
  'public key',
  'secret',
  'info',
  'expanded',
  'key info',
  'key expanded',
  'iv info',
  'iv expanded',
  'finished',
  'binder hash',
];

function countOutputs(traces: readonly Trace[]): number {
  const isOutput = (step: TraceStep, name: string) =>
    (outputNames.includes(name) || (name === 'hash' && isOverTranscript(step))) &&
    !step.action.includes('P-256');
  return traces
    .flatMap((trace) => trace.steps)
    .flatMap((step) => step.fields.filter(({ name }) => isOutput(step, name))).length;
}

function isOverTranscript(step: TraceStep): boolean {
  return step.action.startsWith('derive secret');
}

/** Walks through a trace, computes what it prints and counts. */
class TraceRun {
  reached = 0;
  readonly #transcript = new TraceTranscript();
  /** X25519 shares, the client's first. */
  readonly #shares: KeyShare[] = [];
  /** HkdfLabel of the expansions since they were last looked at. */
  readonly #infos: Uint8Array[] = [];
  readonly #kdf: Kdf = recordingKdf(this.#infos);

  take(step: TraceStep): void {
    this.#transcript.take(step);
    if (step.fields.length === 0) return;
    const { action } = step;
    if (action.startsWith('create an ephemeral x25519')) this.#keyPair(step);
    else if (action.startsWith('extract secret')) this.#extract(step);
    else if (action.startsWith('derive secret')) this.#derive(step);
    else if (action.includes(' traffic keys for ')) this.#trafficKeys(step);
    else if (action.startsWith('calculate finished')) this.#finished(step);
    else if (action.startsWith('calculate PSK binder')) this.#binder(step);
    else if (action.startsWith('generate resumption secret')) this.#ticketPsk(step);
  }

  #keyPair(step: TraceStep): void {
    const privateKey = field(step, 'private key');
    const share = provider.offerKeyShare(namedGroups.x25519.code, () => privateKey.slice());
    this.#expect(step, 'public key', share.publicKey);
    this.#shares.push(share);
  }

  #extract(step: TraceStep): void {
    const salt = field(step, 'salt');
    const zeros = new Uint8Array(this.#kdf.hashLength);
    const secret = extractSecret(
      this.#kdf,
      new Secret(salt.length === 0 ? zeros : salt),
      new Secret(field(step, 'IKM')),
    );
    this.#expect(step, 'secret', secret.bytes);
    if (step.action === 'extract secret "handshake"') this.#keyExchange(step);
  }

  /** Where both ends have an X25519 share, each arrives at the key material. */
  #keyExchange(step: TraceStep): void {
    const [client, server] = this.#shares;
    if (client === undefined || server === undefined) return;
    const ofClient = client.secretWith(server.publicKey);
    const ofServer = server.secretWith(client.publicKey);
    expect(ofClient && hexOf(ofClient.bytes)).toBe(hexOf(field(step, 'IKM')));
    expect(ofServer && hexOf(ofServer.bytes)).toBe(hexOf(field(step, 'IKM')));
  }

  #derive(step: TraceStep): void {
    const label = labelOf(step);
    const hash = label === 'derived' ? this.#kdf.emptyHash : this.#transcript.hash();
    const secret = deriveSecret(this.#kdf, new Secret(field(step, 'PRK')), label, hash);
    this.#expect(step, 'hash', hash);
    this.#expect(step, 'info', this.#infos.shift());
    this.#expect(step, 'expanded', secret.bytes);
  }

  #trafficKeys(step: TraceStep): void {
    const secret = new Secret(field(step, 'PRK'));
    this.#expect(step, 'key expanded', deriveTrafficKey(this.#kdf, secret, 16).bytes);
    this.#expect(step, 'iv expanded', deriveTrafficIv(this.#kdf, secret, 12).bytes);
    this.#expect(step, 'key info', this.#infos.shift());
    this.#expect(step, 'iv info', this.#infos.shift());
  }

  #finished(step: TraceStep, hash = this.#transcript.hash()): void {
    const key = deriveFinishedKey(this.#kdf, new Secret(field(step, 'PRK')));
    this.#expect(step, 'info', this.#infos.shift());
    this.#expect(step, 'expanded', key.bytes);
    this.#expect(step, 'finished', provider.hmac('sha256', key.bytes, hash));
  }

  #binder(step: TraceStep): void {
    const hash = provider.hash('sha256', field(step, 'ClientHello prefix'));
    this.#expect(step, 'binder hash', hash);
    this.#finished(step, hash);
  }

  #ticketPsk(step: TraceStep): void {
    const psk = deriveTicketPsk(this.#kdf, new Secret(field(step, 'PRK')), field(step, 'hash'));
    this.#expect(step, 'info', this.#infos.shift());
    this.#expect(step, 'expanded', psk.bytes);
  }

  #expect(step: TraceStep, name: string, value: Uint8Array | undefined): void {
    expect(hexOf(value ?? new Uint8Array(0)), `${step.role}: ${step.action}: ${name}`).toBe(
      hexOf(field(step, name)),
    );
    this.reached++;
  }
}

function recordingKdf(infos: Uint8Array[]): Kdf {
  const kdf = createKdf(provider, 'sha256');
  return {
    ...kdf,
    expand(secret, info, length) {
      infos.push(info);
      return kdf.expand(secret, info, length);
    },
  };
}

function expectStages(trace: Trace): void {
  const kdf = createKdf(provider, 'sha256');
  const hashOf = (label: string) => field(stepOf(trace, `derive secret "tls13 ${label}"`), 'hash');
  const expectSecret = (secret: Secret, label: string) => {
    const expected = field(stepOf(trace, `derive secret "tls13 ${label}"`), 'expanded');
    expect(hexOf(secret.bytes), label).toBe(hexOf(expected));
  };
  const extraction = stepOf(trace, 'extract secret "handshake"');
  const sharedSecret = new Secret(field(extraction, 'IKM'));

  const handshake = deriveHandshakeStage(kdf, sharedSecret, hashOf('c hs traffic'));
  expectSecret(handshake.clientHandshakeTrafficSecret, 'c hs traffic');
  expectSecret(handshake.serverHandshakeTrafficSecret, 's hs traffic');
  const main = field(stepOf(trace, 'extract secret "master"'), 'secret');
  expect(hexOf(handshake.mainSecret.bytes)).toBe(hexOf(main));
  expect(sharedSecret.isWiped).toBe(true);

  const application = deriveApplicationStage(kdf, handshake, hashOf('c ap traffic'));
  expectSecret(application.clientApplicationTrafficSecret, 'c ap traffic');
  expectSecret(application.serverApplicationTrafficSecret, 's ap traffic');
  expectSecret(application.exporterSecret, 'exp master');

  const resumption = deriveResumptionStage(kdf, handshake, hashOf('res master'));
  expectSecret(resumption.resumptionSecret, 'res master');
  expect(handshake.mainSecret.isWiped).toBe(true);
}
