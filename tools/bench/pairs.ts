/** The two ends of a connection in memory: ours, and node:tls's. Same certificate, same suite. */
import { duplexPair } from 'node:stream';
import { connect, createSecureContext, TLSSocket } from 'node:tls';
import { type CipherSuiteName, cipherSuites } from '../../generated/registries.ts';
import {
  type CryptoProvider,
  certificatesFromPem,
  type Effect,
  type Engine,
  parseAnchor,
  privateKeyFromPem,
  TlsClient,
  TlsServer,
} from '../../runtime/index.ts';
import { createAuthority, type KeyType } from '../demo/certificates.ts';

/** PEM of a server's certificate and key, and of the authority that issued it. */
export interface Identity {
  readonly name: string;
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
}

export async function makeIdentity(keyType: KeyType = 'ecdsa'): Promise<Identity> {
  const name = 'bench.example';
  const authority = await createAuthority('bench');
  const leaf = await authority.issue({ commonName: name, dnsNames: [name], keyType });
  return {
    name,
    ca: authority.certificatePem,
    cert: leaf.certificatePem,
    key: leaf.privateKeyPem,
  };
}

/** Makes pairs of our engines; keys and anchors are read once, as a server does. */
export function ourPairs(identity: Identity, crypto: CryptoProvider, cipherSuite: Suite) {
  const anchors = certificatesFromPem(identity.ca).map((der) => parseAnchor(der));
  const certificates = certificatesFromPem(identity.cert);
  const privateKey = crypto.importPrivateKey(privateKeyFromPem(identity.key));
  const common = { crypto, cipherSuites: [cipherSuite], groups: ['x25519', 'secp256r1'] } as const;
  return () => {
    const client = new TlsClient({ ...common, serverName: identity.name, anchors });
    const server = new TlsServer({ ...common, credentials: [{ certificates, privateKey }] });
    return new OurPair(client, server);
  };
}

/** Suites that are measured, with OpenSSL's names for them. */
const opensslNames = {
  TLS_AES_128_GCM_SHA256: 'TLS_AES_128_GCM_SHA256',
  TLS_CHACHA20_POLY1305_SHA256: 'TLS_CHACHA20_POLY1305_SHA256',
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256: 'ECDHE-ECDSA-CHACHA20-POLY1305',
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256: 'ECDHE-RSA-AES128-GCM-SHA256',
} as const satisfies Partial<Record<CipherSuiteName, string>>;
export type Suite = keyof typeof opensslNames;

/** Carries what each engine writes to the other until both are silent. */
class OurPair {
  readonly client: TlsClient;
  readonly server: TlsServer;
  /** Bytes of application data that arrived. */
  delivered = 0;

  constructor(client: TlsClient, server: TlsServer) {
    this.client = client;
    this.server = server;
  }

  /** Brings the handshake to its end. */
  connect(): this {
    this.server.start();
    this.carry(this.client.start(), this.server, this.client);
    return this;
  }

  /** Brings effects of `from` to `to`, and what comes of them back. */
  carry(effects: readonly Effect[], to: Engine, from: Engine): void {
    for (const effect of effects) {
      if (effect.type === 'write') this.carry(to.receive(effect.data), from, to);
      if (effect.type === 'data') this.delivered += effect.data.length;
      if (effect.type === 'ended' && !effect.reason.clean) throw effect.reason.error;
    }
  }
}

/** A connected pair of node:tls sockets over streams in memory. */
export interface NodePair {
  readonly client: TLSSocket;
  readonly server: TLSSocket;
}

/** Makes connected pairs of node:tls sockets, without sessions. */
export function nodePairs(identity: Identity, suite: Suite) {
  const version = cipherSuites[suite].protocol;
  const serverContext = createSecureContext({ cert: identity.cert, key: identity.key });
  const clientContext = createSecureContext({ ca: identity.ca });
  return async (): Promise<NodePair> => {
    const [near, far] = duplexPair();
    const versions = { minVersion: version, maxVersion: version };
    const choice = { ...versions, ciphers: opensslNames[suite], ecdhCurve: 'X25519:P-256' };
    const server = new TLSSocket(far, { isServer: true, secureContext: serverContext, ...choice });
    const client = connect({
      socket: near,
      servername: identity.name,
      secureContext: clientContext,
      ...choice,
    });
    await new Promise<void>((resolve, reject) => {
      client.once('error', reject);
      server.once('error', reject);
      client.once('secureConnect', resolve);
    });
    return { client, server };
  };
}
