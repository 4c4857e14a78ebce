/**
 * RFC 8448 3, the simple 1-RTT handshake, and 7, the same in middlebox compatibility mode: each
 * engine, given the trace's keys, randomness and signature, takes the other side's recorded bytes
 * and arrives at the trace's very secrets, Finished values and records.
 *
 * Injected, because these engines would say it in another way: the hellos and EncryptedExtensions
 * (the trace's offer more), the NewSessionTicket (this server sends none), the verdict on the chain.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  decodeCertificate,
  decodeCertificateVerify,
  decodeClientHello,
  decodeEncryptedExtensions,
  decodeServerHello,
  HandshakeType,
} from '../../generated/messages.ts';
import { signatureSchemes } from '../../generated/registries.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import type { MessageHooks } from '../../runtime/engine/message-hooks.ts';
import {
  type CryptoProvider,
  parseCertificate,
  type SignRequest,
  TlsClient,
  TlsServer,
} from '../../runtime/index.ts';
import { RecordWriter } from '../../runtime/record/writer.ts';
import type { Certificate } from '../../runtime/x509/certificate.ts';
import { connectionOf, keyLogOf, reasonOf } from '../support/effects.ts';
import { End } from '../support/pair.ts';
import { providers } from '../support/providers.ts';
import {
  field,
  labelOf,
  stepOf,
  type Trace,
  type TraceStep,
  tracesOf,
} from '../support/rfc8448.ts';
import { describeVectors } from '../support/vectors.ts';
import { watchCrypto } from '../support/watched-crypto.ts';
import { verifyWithNode } from '../x509/node-signatures.ts';

/**
 * The trace's server has an RSA key of 1024 bits, which the library refuses for its size. Only
 * this is overruled: to the engines here the key is an RSA key like any other.
 */
vi.mock('../../runtime/x509/certificate.ts', async (importOriginal) => {
  const original = await importOriginal<{ parseCertificate(der: Uint8Array): Certificate }>();
  const asRsa = ({ publicKey, ...certificate }: Certificate): Certificate => ({
    ...certificate,
    publicKey: { ...publicKey, kind: 'rsa' },
  });
  return {
    ...original,
    parseCertificate: (der: Uint8Array) => asRsa(original.parseCertificate(der)),
  };
});

describeVectors('rfc8448.json', 'RFC 8448', (vectors) => {
  const traces = tracesOf(vectors).filter(({ name }) => names.includes(name));

  afterEach(() => vi.restoreAllMocks());

  it('has the traces', () => {
    expect(traces.map(({ name }) => name)).toEqual(names);
  });

  describe.each(traces.map((trace) => ({ name: trace.name, trace })))('$name', ({ trace }) => {
    it.each(providers)('the client on $name arrives at its values and records', (provider) => {
      const { crypto, values, leaks } = watchCrypto(takingShortKeys(provider));
      const client = new End(newTraceClient(trace, crypto));
      play(trace, 'client', client);
      expectTrace(trace, 'client', client);
      expect(connectionOf(client.effects)?.signatureScheme).toBe('rsa_pss_rsae_sha256');
      expect(leaks()).toEqual([]);
      expectAllReached(values, trace, 'client');
    });

    it.each(providers)('the server on $name arrives at its values and records', (provider) => {
      const { crypto, values, leaks } = watchCrypto(provider);
      const server = new End(newTraceServer(trace, crypto));
      play(trace, 'server', server);
      expectTrace(trace, 'server', server);
      expect(leaks()).toEqual([]);
      expectAllReached(values, trace, 'server');
    });
  });
});

const names = ['simple-1rtt', 'compatibility-mode'];

/** Takes the trace's part of one side, record by record. */
function play(trace: Trace, role: Role, end: End): void {
  const writer = spyOnWriter();
  end.do((engine) => engine.start());
  for (const step of sendSteps(trace)) {
    if (step.role !== role) end.receive(field(step, 'complete record'));
    else speak(step, end, writer);
  }
}

/** Does what no engine does by itself: it is told to send data and to close, and given a ticket. */
function speak(step: TraceStep, end: End, writer: () => RecordWriter): void {
  const payload = field(step, 'payload');
  switch (step.action) {
    case 'send application_data record':
      end.do((engine) => engine.write(payload));
      break;
    case 'send alert record':
      end.do((engine) => engine.end());
      break;
    case 'send handshake record':
      if (payload[0] === HandshakeType.newSessionTicket) writer().handshake(payload);
  }
}

/** The records byte for byte, the data, the secrets, and that the end was clean. */
function expectTrace(trace: Trace, role: Role, end: End): void {
  const steps = sendSteps(trace);
  const own = steps.filter((step) => step.role === role);
  const data = steps.filter((step) => step.role !== role && step.action.includes('application'));
  expect(end.written).toEqual(concatBytes(own.map((step) => field(step, 'complete record'))));
  expect(end.data).toEqual(concatBytes(data.map((step) => field(step, 'payload'))));
  expect(keyLogOf(end.effects)).toEqual(secretsOf(trace));
  expect(reasonOf(end.effects)).toEqual({ clean: true });
}

/** A client that has the trace's key and says the trace's ClientHello. */
function newTraceClient(trace: Trace, crypto: CryptoProvider): TlsClient {
  const hello = decodeClientHello(bodyOf(trace, 'ClientHello'));
  const sessionId = hello.legacySessionId.length === 0 ? [] : [hello.legacySessionId];
  return new TlsClient(
    {
      crypto,
      random: replay([privateKeyOf(trace, 'client'), hello.random, ...sessionId]),
      keyShares: ['x25519'],
      middleboxCompatibility: sessionId.length > 0,
      keyLog: true,
      verifyPeer({ certificates }) {
        expect(certificates).toEqual([leafOf(trace)]);
        return { accepted: true };
      },
    },
    { clientHello: () => hello },
  );
}

/** A server that has the trace's key share and signature and says the trace's messages. */
function newTraceServer(trace: Trace, crypto: CryptoProvider): TlsServer {
  const hello = decodeServerHello(bodyOf(trace, 'ServerHello'));
  const extensions = decodeEncryptedExtensions(bodyOf(trace, 'EncryptedExtensions'));
  const { algorithm, signature } = decodeCertificateVerify(bodyOf(trace, 'CertificateVerify'));
  const hooks: MessageHooks = { serverHello: () => hello, encryptedExtensions: () => extensions };
  const certificate = leafOf(trace);
  const { subjectPublicKeyInfo } = parseCertificate(certificate).publicKey;
  const sign = ({ scheme, content }: SignRequest) => {
    expect(scheme).toBe(algorithm);
    expect(verifyWithNode(scheme, subjectPublicKeyInfo, content, signature)).toBe(true);
    return signature;
  };
  return new TlsServer(
    {
      crypto,
      random: replay([privateKeyOf(trace, 'server'), hello.random]),
      cipherSuites: ['TLS_AES_128_GCM_SHA256'],
      credentials: [{ certificates: [certificate], sign }],
      keyLog: true,
    },
    hooks,
  );
}

/** `base`, but RSA keys of any size verify what the trace's server signs with. */
function takingShortKeys(base: CryptoProvider): CryptoProvider {
  const { code } = signatureSchemes.rsa_pss_rsae_sha256;
  return {
    ...base,
    verify: (scheme, ...args) =>
      scheme === code ? verifyWithNode(scheme, ...args) : base.verify(scheme, ...args),
  };
}

/** Gives these values, one at each call, and fails when it is asked for any other length or more. */
function replay(values: readonly Uint8Array[]): (length: number) => Uint8Array {
  const left = [...values];
  return (length) => {
    const next = left.shift();
    if (next?.length !== length) throw new Error(`nobody asked for ${length} bytes in the trace`);
    return next.slice();
  };
}

/** The writer of the engine made next, once it has keys: a way to say what the engine does not. */
function spyOnWriter(): () => RecordWriter {
  const spy = vi.spyOn(RecordWriter.prototype, 'installKeys');
  return () => {
    const writer: unknown = spy.mock.contexts.at(-1);
    if (!(writer instanceof RecordWriter))
      throw new Error('no engine has installed keys to write with');
    return writer;
  };
}

/** Values of the trace that an engine of this role must have had, under all their names. */
function expectAllReached(values: readonly string[], trace: Trace, role: Role): void {
  const expected = trace.steps
    .filter((step) => !isOthersKeyPair(step, role) && !isForResumption(step))
    .flatMap(({ action, fields }) =>
      fields
        .filter(({ name, hex }) => derivedFields.includes(name) && hex !== '')
        .map(({ name, hex }) => ({ action, name, hex })),
    );
  expect(expected.length).toBeGreaterThan(20);
  expect(expected.filter(({ hex }) => !values.includes(hex))).toEqual([]);
  console.log(`RFC 8448 ${trace.name}: the ${role} reaches ${expected.length} printed values`);
}

type Role = 'client' | 'server';

const derivedFields = [
  'public key',
  'secret',
  'expanded',
  'key expanded',
  'iv expanded',
  'finished',
];

function isOthersKeyPair({ action, role }: TraceStep, ownRole: Role): boolean {
  return action.startsWith('create an ephemeral') && role !== ownRole;
}

/** Nobody resumes yet: the key schedule's own test reaches these. */
function isForResumption({ action }: TraceStep): boolean {
  return action.includes('res master') || action.includes('resumption');
}

/** The records of both sides, in order. */
function sendSteps(trace: Trace): readonly TraceStep[] {
  return trace.steps.filter(({ action }) => action.startsWith('send'));
}

/** A handshake message with its header. */
function messageOf(trace: Trace, name: string): Uint8Array {
  const article = /^[AEIOU]/.test(name) ? 'an' : 'a';
  return field(stepOf(trace, `construct ${article} ${name} handshake message`), name);
}

function bodyOf(trace: Trace, name: string): Uint8Array {
  return messageOf(trace, name).subarray(4);
}

function leafOf(trace: Trace): Uint8Array {
  const [entry] = decodeCertificate(bodyOf(trace, 'Certificate')).certificateList;
  if (entry === undefined) throw new Error('the trace has no certificate');
  return entry.certData;
}

function privateKeyOf(trace: Trace, role: Role): Uint8Array {
  const step = trace.steps.find(
    (one) => one.role === role && one.action.startsWith('create an ephemeral'),
  );
  if (step === undefined) throw new Error(`the ${role} of the trace makes no key`);
  return field(step, 'private key');
}

/** Key log label -> secret. */
function secretsOf(trace: Trace): Readonly<Record<string, string>> {
  const labels: Readonly<Record<string, string>> = {
    'c hs traffic': 'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
    's hs traffic': 'SERVER_HANDSHAKE_TRAFFIC_SECRET',
    'c ap traffic': 'CLIENT_TRAFFIC_SECRET_0',
    's ap traffic': 'SERVER_TRAFFIC_SECRET_0',
    'exp master': 'EXPORTER_SECRET',
  };
  const secrets: Record<string, string> = {};
  for (const step of trace.steps) {
    const expanded = step.fields.find(({ name }) => name === 'expanded');
    if (expanded === undefined || !step.action.startsWith('derive secret "')) continue;
    const label = labels[labelOf(step)];
    if (label !== undefined) secrets[label] = expanded.hex;
  }
  return secrets;
}
