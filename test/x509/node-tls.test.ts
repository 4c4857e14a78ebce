/**
 * The codes are Node's: for the same certificates node:tls (OpenSSL) gives the same ones, over
 * loopback. Its clock is the real one, so these certificates are valid from 1970 to 2049.
 */
import { createPrivateKey } from 'node:crypto';
import { connect, createServer, type TLSSocket } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { verifyChain } from '../../runtime/x509/verify.ts';
import {
  anchor,
  ascii,
  authorityKeyIdentifier,
  basicConstraints,
  clientAuth,
  commonName,
  der,
  directoryName,
  dnsName,
  extension,
  extKeyUsage,
  type Fields,
  goodCaExtensions,
  goodLeafExtensions,
  ipAddress,
  keyUsage,
  makeCa,
  makeCertificate,
  makeLeaf,
  nameConstraints,
  oid,
  pathInput,
  type Subtrees,
  sequence,
  subjectKeyIdentifier,
  testKey,
  testPrivateKey,
  utcTime,
} from './make.ts';

const always = { notBefore: utcTime('700101000000Z'), notAfter: utcTime('491231235959Z') };
const leaf = (issuer: string, fields: Fields = {}) => makeLeaf(issuer, { ...always, ...fields });
const ca = (name: string, issuer: string, fields: Fields = {}) =>
  makeCa(name, issuer, { ...always, ...fields });

const toPem = (der: Uint8Array) =>
  `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`;

/** The code that node:tls gives a client that meets this chain; `accepted` if it is content. */
async function verdictOfNode(chain: readonly Uint8Array[], root: Uint8Array, servername: string) {
  const key = createPrivateKey({
    key: Buffer.from(testPrivateKey('leaf')),
    format: 'der',
    type: 'pkcs8',
  }).export({ format: 'pem', type: 'pkcs8' });
  const server = createServer({ key, cert: chain.map(toPem).join('') });
  server.on('connection', (socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = connect({ host: '127.0.0.1', port, servername, ca: toPem(root) });
  const verdict = await outcomeOf(client);
  client.destroy();
  await new Promise((resolve) => server.close(resolve));
  return verdict;
}

function outcomeOf(client: TLSSocket): Promise<string> {
  return new Promise((resolve) => {
    client.once('secureConnect', () => resolve('accepted'));
    client.once('error', (error) => resolve('code' in error ? String(error.code) : error.message));
  });
}

/** Now, between the years of `always`. */
const timeMs = Date.UTC(2030, 0, 1);

function verdictOfOurs(chain: readonly Uint8Array[], root: Uint8Array, name: string): string {
  const result = verifyChain(pathInput(chain, { anchors: [anchor(root)], name, timeMs }));
  return result.accepted ? 'accepted' : result.code;
}

const root = ca('Root', 'Root');
const past = { notBefore: utcTime('700101000000Z'), notAfter: utcTime('710101000000Z') };
const future = { notBefore: utcTime('490101000000Z'), notAfter: utcTime('491231235959Z') };
const selfSigned = makeCertificate({
  ...always,
  issuer: commonName('Leaf'),
  signedBy: testKey('leaf'),
});
const named = ca('Root', 'Root', { extensions: [...goodCaExtensions(), subjectKeyIdentifier(1)] });
const unknownCritical = extension('1.2.3', Uint8Array.of(), true);
const impostorLeaf = leaf('Root', {
  signedBy: testKey('impostor'),
  extensions: [...goodLeafExtensions(), authorityKeyIdentifier(2)],
});

interface Case {
  readonly chain: readonly Uint8Array[];
  readonly anchor?: Uint8Array;
  readonly name?: string;
}

/** A CA for these names only. */
const bound = (subtrees: Subtrees) =>
  ca('A', 'Root', { extensions: [...goodCaExtensions(), nameConstraints(subtrees)] });

const cases: Readonly<Record<string, Case>> = {
  'a good leaf': { chain: [leaf('Root')] },
  'a good leaf below a CA': { chain: [leaf('A'), ca('A', 'Root')] },
  'a CA out of order, with the root': { chain: [leaf('A'), root, ca('A', 'Root')] },
  'an expired leaf': { chain: [leaf('Root', past)] },
  'an expired CA': { chain: [leaf('A'), ca('A', 'Root', past)] },
  'an expired root': { chain: [leaf('Root')], anchor: ca('Root', 'Root', past) },
  'a leaf that is not valid yet': { chain: [leaf('Root', future)] },
  'a leaf by nobody': { chain: [leaf('Unknown')] },
  'a CA by nobody': { chain: [leaf('A'), ca('A', 'Unknown')] },
  'a self-signed leaf': { chain: [selfSigned] },
  'a self-signed root that is sent': { chain: [leaf('Other'), ca('Other', 'Other')] },
  'a self-signed leaf that is pinned': { chain: [selfSigned], anchor: selfSigned },
  'a leaf that is pinned, but issued by another CA': {
    chain: [leaf('Root')],
    anchor: leaf('Root'),
  },
  'a forged leaf': { chain: [leaf('Root', { signedBy: testKey('forger') })] },
  'a CA of the same name, told apart by its key identifier': {
    chain: [impostorLeaf],
    anchor: named,
  },
  'a CA that allows none below it': {
    chain: [leaf('B'), ca('B', 'A'), ca('A', 'Root', { extensions: goodCaExtensions(0) })],
  },
  'a CA for names among which the leaf is': {
    chain: [
      leaf('A'),
      bound({ permitted: [dnsName('example'), ipAddress(192, 0, 2, 0, 255, 255, 255, 0)] }),
    ],
  },
  'a CA but for names among which the leaf is not': {
    chain: [
      leaf('A'),
      bound({ excluded: [dnsName('other.example'), directoryName(commonName('Other'))] }),
    ],
  },
  'a leaf for clients': { chain: [leaf('Root', { extensions: [extKeyUsage(clientAuth)] })] },
  'a leaf for another host': { chain: [leaf('Root')], name: 'other.example' },
};

describe('node:tls and we give the same code', () => {
  test.each(Object.entries(cases))(
    '%s',
    async (_, { chain, anchor: trusted = root, name = 'host.example' }) => {
      expect(verdictOfOurs(chain, trusted, name)).toBe(await verdictOfNode(chain, trusted, name));
    },
  );
});

/** Where the words differ: what node:tls says, and what we say. Both refuse. */
const differences: Readonly<Record<string, readonly [Case, theirs: string, ours: string]>> = {
  // OpenSSL's last word is the purpose; that it is no CA at all says more.
  'an issuer that is no CA': [
    { chain: [leaf('A'), ca('A', 'Root', { extensions: [basicConstraints(false)] })] },
    'INVALID_PURPOSE',
    'INVALID_CA',
  ],
  // Node has no name for these.
  'a leaf that its CA may not issue': [
    { chain: [leaf('A'), bound({ permitted: [dnsName('other.example')] })] },
    'UNSPECIFIED',
    'ERR_TLS_CERT_CONSTRAINT',
  ],
  'a leaf that is excluded in another string type': [
    {
      chain: [
        leaf('A'),
        bound({
          excluded: [
            directoryName(sequence(der(0x31, sequence(oid('2.5.4.3'), der(0x13, ascii('leaf')))))),
          ],
        }),
      ],
    },
    'UNSPECIFIED',
    'ERR_TLS_CERT_CONSTRAINT',
  ],
  'a CA without keyCertSign': [
    {
      chain: [
        leaf('A'),
        ca('A', 'Root', { extensions: [basicConstraints(true), keyUsage('cRLSign')] }),
      ],
    },
    'UNSPECIFIED',
    'INVALID_CA',
  ],
  'a critical extension that nobody knows': [
    { chain: [leaf('Root', { extensions: [...goodLeafExtensions(), unknownCritical] })] },
    'UNSPECIFIED',
    'ERR_TLS_CERT_UNKNOWN_CONSTRAINT',
  ],
};

describe('node:tls says otherwise', () => {
  test.each(Object.entries(differences))(
    '%s',
    async (_, [{ chain, anchor: trusted = root }, theirs, ours]) => {
      expect(await verdictOfNode(chain, trusted, 'host.example')).toBe(theirs);
      expect(verdictOfOurs(chain, trusted, 'host.example')).toBe(ours);
    },
  );
});
