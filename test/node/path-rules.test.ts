/** Policies and public suffixes: options of the engines, and of both adapters by the same names. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { noble } from '../../runtime/index.ts';
import { connect, type PolicyInput, type Profile, parseAnchor } from '../../runtime/node/index.ts';
import { startTls } from '../../runtime/web/index.ts';
import { pem } from '../support/openssl-chain.ts';
import { closeAll as closeStreams, memoryPair } from '../web/streams.ts';
import {
  certificatePolicies,
  dnsName,
  extKeyUsage,
  keyUsage,
  makeCa,
  makeLeaf,
  nowMs,
  serverAuth,
  subjectAltName,
  testPrivateKey,
} from '../x509/make.ts';
import { closeAll, serve } from './network.ts';

afterEach(closeAll);
afterEach(closeStreams);

const gold = '1.2.3.1';
const root = makeCa('Root', 'Root');
const leaf = makeLeaf('Root', {
  extensions: [
    keyUsage('digitalSignature'),
    extKeyUsage(serverAuth),
    subjectAltName(dnsName('host.example'), dnsName('*.co.example')),
    certificatePolicies(gold),
  ],
});

interface Rules {
  readonly certificatePolicies?: PolicyInput;
  readonly certificateProfile?: Profile;
  readonly isPublicSuffix?: (name: string) => boolean;
}

/** The policies of the server's path, or the code of the refusal. */
type Meet = (rules: Rules) => Promise<readonly string[] | string | undefined>;

const overStreams: Meet = async (rules) => {
  const { near, far } = memoryPair();
  const privateKey = noble.importPrivateKey(testPrivateKey('leaf'));
  const server = startTls(far, {
    role: 'server',
    credentials: [{ certificates: [leaf], privateKey }],
  });
  const anchors = [parseAnchor(root)];
  const client = startTls(near, {
    serverName: 'host.example',
    anchors,
    now: () => nowMs,
    ...rules,
  });
  const outcome = await client.opened.then(
    ({ peer }) => peer?.policies,
    ({ code }) => String(code),
  );
  await Promise.allSettled([client.writable.abort(), server.writable.abort()]);
  await Promise.allSettled([client.closed, server.closed]);
  return outcome;
};

const overTcp: Meet = async (rules) => {
  const key = pem(testPrivateKey('leaf'), 'PRIVATE KEY');
  const { port } = await serve((socket) => socket.end(), { cert: pem(leaf), key });
  const where = { port, host: '127.0.0.1', servername: 'host.example' };
  const socket = connect({ ...where, ca: pem(root), now: () => nowMs, ...rules });
  const outcome = await new Promise<readonly string[] | string | undefined>((resolve) => {
    socket.once('secureConnect', () => resolve(socket.connection?.peer?.policies));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code));
  });
  socket.destroy();
  return outcome;
};

describe.each([
  ['startTls', overStreams],
  ['connect', overTcp],
])('%s', (_name, meet) => {
  test.each<[string, PolicyInput | undefined, readonly string[] | string | undefined]>([
    ['nobody asks', undefined, undefined],
    ['any will do', {}, [gold]],
    ['this one must be there', { initialPolicies: [gold], requireExplicitPolicy: true }, [gold]],
    [
      'another one must be there',
      { initialPolicies: ['1.2.3.2'], requireExplicitPolicy: true },
      'ERR_TLS_CERT_CONSTRAINT',
    ],
  ])('policies: %s', async (_case, policies, expected) => {
    expect(await meet(policies === undefined ? {} : { certificatePolicies: policies })).toEqual(
      expected,
    );
  });

  test('a list of public suffixes is asked about wildcards', async () => {
    const isPublicSuffix = vi.fn(() => true);
    const rules = { certificateProfile: 'strict', isPublicSuffix } as const;
    expect(await meet(rules)).toBe('ERR_TLS_CERT_PROFILE');
    expect(isPublicSuffix).toHaveBeenCalledWith('co.example');
  });
});
