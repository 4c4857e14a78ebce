/**
 * Engines that have a trace's keys, randomness and signatures and say the trace's messages.
 *
 * Injected, because these engines would say it in another way: the first ClientHello (the traces'
 * offer more), EncryptedExtensions and CertificateRequest (the traces' say more), the cookie (its
 * form is the server's own affair), the verdict on the chain. ServerHello, HelloRetryRequest and
 * the second ClientHello are the engine's own in all but the order of the extensions; the traces'
 * second ClientHello has padding besides.
 */
import { expect } from 'vitest';
import { decodeClientHelloExtensions } from '../../generated/extensions.ts';
import {
  type ClientHello,
  decodeCertificate,
  decodeCertificateRequest,
  decodeCertificateVerify,
  decodeClientHello,
  decodeEncryptedExtensions,
  decodeServerHello,
  type Extension,
  ExtensionType,
  type ServerHello,
} from '../../generated/messages.ts';
import type { MessageHooks } from '../../runtime/engine/message-hooks.ts';
import type { EngineOptions } from '../../runtime/engine/options.ts';
import {
  type Credential,
  type CryptoProvider,
  parseCertificate,
  type ServerOptions,
  TlsClient,
  TlsServer,
} from '../../runtime/index.ts';
import { bodiesOf, bodyOf, privateKeysOf, type Trace, type TraceRole } from '../support/rfc8448.ts';
import { verifyWithNode } from '../x509/node-signatures.ts';

/** A client that starts with an x25519 key share, as all the traces' clients do. */
export function newTraceClient(trace: Trace, crypto: CryptoProvider): TlsClient {
  const [hello, secondHello] = bodiesOf(trace, 'client', 'ClientHello').map(decodeClientHello);
  if (hello === undefined) throw new Error(`${trace.name} has no ClientHello`);
  const [key, ...laterKeys] = privateKeysOf(trace, 'client');
  const isCompatible = hello.legacySessionId.length > 0;
  const sessionId = isCompatible ? [hello.legacySessionId] : [];
  return new TlsClient(
    {
      ...usual(trace, 'client', crypto),
      random: replay([key, hello.random, ...sessionId, ...laterKeys]),
      keyShares: ['x25519'],
      middleboxCompatibility: isCompatible,
    },
    {
      clientHello: () => hello,
      ...(secondHello !== undefined && {
        secondClientHello(made) {
          expect(ordered(made)).toEqual(ordered(withoutPadding(secondHello)));
          return secondHello;
        },
      }),
    },
  );
}

/** @param options what the trace's server prefers, where it is not what ours does */
export function newTraceServer(
  trace: Trace,
  crypto: CryptoProvider,
  options: Partial<ServerOptions> = {},
): TlsServer {
  const { random } = decodeServerHello(bodyOf(trace, 'server', 'ServerHello'));
  return new TlsServer(
    {
      ...usual(trace, 'server', crypto),
      random: replay([...privateKeysOf(trace, 'server'), random]),
      cipherSuites: ['TLS_AES_128_GCM_SHA256'],
      ...options,
    },
    serverHooks(trace),
  );
}

/** The certificates that an end of the trace shows; none if it shows none. */
export function certificatesOf(trace: Trace, role: TraceRole): readonly Uint8Array[] {
  return bodiesOf(trace, role, 'Certificate')
    .flatMap((body) => decodeCertificate(body).certificateList)
    .map(({ certData }) => certData);
}

function usual(trace: Trace, role: TraceRole, crypto: CryptoProvider): EngineOptions {
  const peer = role === 'client' ? 'server' : 'client';
  return {
    crypto,
    keyLog: true,
    // The client's certificate has expired meanwhile.
    now: () => Date.UTC(2018, 0, 1),
    credentials: credentialsOf(trace, role),
    verifyPeer({ certificates }) {
      expect(certificates).toEqual(certificatesOf(trace, peer));
      return { accepted: true };
    },
  };
}

/** The certificate of an end, with the one signature that the trace has of it. */
function credentialsOf(trace: Trace, role: TraceRole): readonly Credential[] {
  const certificates = certificatesOf(trace, role);
  const [leaf] = certificates;
  if (leaf === undefined) return [];
  const { algorithm, signature } = decodeCertificateVerify(
    bodyOf(trace, role, 'CertificateVerify'),
  );
  const { subjectPublicKeyInfo } = parseCertificate(leaf).publicKey;
  const sign: Credential['sign'] = ({ scheme, content }) => {
    expect(scheme).toBe(algorithm);
    expect(verifyWithNode(scheme, subjectPublicKeyInfo, content, signature)).toBe(true);
    return signature;
  };
  return [{ certificates, sign }];
}

function serverHooks(trace: Trace): MessageHooks {
  const hellos = bodiesOf(trace, 'server', 'ServerHello').map(decodeServerHello);
  const extensions = decodeEncryptedExtensions(bodyOf(trace, 'server', 'EncryptedExtensions'));
  const [request] = bodiesOf(trace, 'server', 'CertificateRequest').map(decodeCertificateRequest);
  const cookie = cookieOf(trace);
  return {
    serverHello(made) {
      const hello = hellos.shift();
      if (hello === undefined) throw new Error(`${trace.name} has no other ServerHello`);
      expect(ordered(made)).toEqual(ordered(hello));
      return hello;
    },
    encryptedExtensions: () => extensions,
    ...(cookie !== undefined && { cookie: () => cookie }),
    ...(request !== undefined && { certificateRequest: () => request }),
  };
}

/** The cookie that the client brings back. */
function cookieOf(trace: Trace): Uint8Array | undefined {
  const { extensions = [] } = decodeClientHello(bodyOf(trace, 'client', 'ClientHello'));
  return decodeClientHelloExtensions(extensions).cookie?.cookie;
}

/** The hello with its extensions in the order of their numbers. */
function ordered<H extends ClientHello | ServerHello>(hello: H): H {
  const byType = (one: Extension, other: Extension) => one.extensionType - other.extensionType;
  return { ...hello, extensions: (hello.extensions ?? []).toSorted(byType) };
}

function withoutPadding(hello: ClientHello): ClientHello {
  const { extensions = [] } = hello;
  const isNeeded = (one: Extension) => one.extensionType !== ExtensionType.padding;
  return { ...hello, extensions: extensions.filter(isNeeded) };
}

/** Gives these values, one at each call, and fails when it is asked for any other length or more. */
function replay(values: readonly (Uint8Array | undefined)[]): (length: number) => Uint8Array {
  const left = [...values];
  return (length) => {
    const next = left.shift();
    if (next?.length !== length) throw new Error(`nobody asked for ${length} bytes in the trace`);
    return next.slice();
  };
}
