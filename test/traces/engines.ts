/** The engine of a trace, made from the options at its top. */
import type {
  CipherSuiteName,
  NamedGroupName,
  SignatureSchemeName,
} from '../../generated/registries.ts';
import {
  type ClientOptions,
  type Credential,
  type CryptoProvider,
  type Engine,
  noble,
  parseCertificate,
  type ServerOptions,
} from '../../runtime/index.ts';
import { anchors, nowMs } from '../support/fixed-identity.ts';
import { newClient, newServer } from '../support/pair.ts';
import { sampleBytes } from '../support/plain-bytes.ts';
import { puppetCertificate, puppetPrivateKey } from '../support/puppet-certificates.ts';
import { puppetStatus } from '../support/puppet-status.ts';
import { wordsOf } from '../support/puppet-values.ts';
import { commonName } from '../x509/make.ts';
import { isErrorCode, type Trace } from './trace.ts';
import { NotationError } from './words.ts';

/** An engine that has not started. @throws NotationError for an option that is not known */
export function newEngine({ role, options }: Trace, crypto: CryptoProvider): Engine {
  const given = Object.assign({}, ...[...options].map(([name, value]) => optionOf(name, value)));
  const isOlder = options.has('minVersion') || options.has('maxVersion');
  const made = { ...usual, ...(isOlder && usualOfBoth), crypto, ...given };
  if (role === 'client') return newClient(made);
  return newServer({ credentials: [credentialOf('leaf')], ...made });
}

/** The certificates of this name, their own first, and the key to them. */
export function credentialOf(names: string): Credential {
  const known = credentials.get(names);
  if (known !== undefined) return known;
  const [own] = wordsOf(names);
  const made = {
    certificates: wordsOf(names).map(puppetCertificate),
    privateKey: noble.importPrivateKey(puppetPrivateKey(own)),
  };
  credentials.set(names, made);
  return made;
}

/** Each is made once: no engine wipes a key that it was given. */
const credentials = new Map<string, Credential>();

type Options = Partial<ClientOptions & ServerOptions>;

/** One of each: a trace tells what more there is. Servers trust `Root` as clients do. */
const usual: Options = {
  anchors,
  now: () => nowMs,
  cipherSuites: ['TLS_AES_128_GCM_SHA256'],
  groups: ['x25519'],
  signatureSchemes: ['ecdsa_secp256r1_sha256'],
};

/** The same where options speak of versions. A certificate's curve is one of the groups there. */
const usualOfBoth: Options = {
  cipherSuites: ['TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
  groups: ['x25519', 'secp256r1'],
};

function optionOf(name: string, value: string): Options {
  const make = Object.hasOwn(optionMakers, name) ? optionMakers[name] : undefined;
  if (make === undefined) throw new NotationError(`there is no option '${name}'`);
  return make(value);
}

const optionMakers: Readonly<Record<string, (value: string) => Options>> = {
  // The engine refuses a name that it does not know.
  cipherSuites: (value) => ({ cipherSuites: wordsOf(value) as CipherSuiteName[] }),
  groups: (value) => ({ groups: wordsOf(value) as NamedGroupName[] }),
  keyShares: (value) => ({ keyShares: wordsOf(value) as NamedGroupName[] }),
  signatureSchemes: (value) => ({ signatureSchemes: wordsOf(value) as SignatureSchemeName[] }),
  alpnProtocols: (value) => ({ alpnProtocols: wordsOf(value) }),
  anchors: (value) => ({
    anchors: wordsOf(value).map((one) => parseCertificate(puppetCertificate(one))),
  }),
  certificateAuthorities: (value) => ({ certificateAuthorities: wordsOf(value).map(commonName) }),
  minVersion: (value) => ({ minVersion: value as 'TLSv1.2' | 'TLSv1.3' }),
  maxVersion: (value) => ({ maxVersion: value as 'TLSv1.2' | 'TLSv1.3' }),
  requireExtendedMasterSecret: (value) => ({ requireExtendedMasterSecret: value === 'true' }),
  clientAuth: (value) => ({ clientAuth: value as 'none' | 'request' | 'require' }),
  cookieSecret: (value) => ({ cookieSecret: sampleBytes(Number.parseInt(value, 10)) }),
  deferClientAuthAlerts: (value) => ({ deferClientAuthAlerts: value === 'true' }),
  allowTruncation: (value) => ({ allowTruncation: value === 'true' }),
  drainBudget: (value) => ({ drainBudget: Number(value) }),
  middleboxCompatibility: (value) => ({ middleboxCompatibility: value === 'true' }),
  recordPadding: (value) => ({ recordPadding: Number(value) }),
  recordSizeLimit: (value) => ({ recordSizeLimit: Number(value) }),
  serverName: (value) => ({ serverName: value }),
  // Several credentials stand between commas, the chain of each between spaces.
  credentials: (value) => ({ credentials: value.split(' , ').map(credentialOf) }),
  chooseCertificate: (value) => ({ chooseCertificate: () => choiceOf(value) }),
  sign: () => ({ credentials: [{ ...credentialOf('leaf'), sign: () => undefined }] }),
  revocation: (value) => ({ revocation: value as 'off' | 'soft-fail' | 'hard-fail' }),
  staples: (value) => ({
    credentials: [{ ...credentialOf('leaf'), staples: () => wordsOf(value).map(puppetStatus) }],
  }),
  authorize: (value) => ({
    authorize: () => (value === 'later' ? undefined : { accepted: value === 'accepted' }),
  }),
  verifyPeer: (value) => ({ verifyPeer: () => verdictOf(value) }),
};

function choiceOf(value: string): Credential | 'none' | undefined {
  if (value === 'later') return undefined;
  return value === 'none' ? 'none' : credentialOf(value);
}

function verdictOf(value: string) {
  if (value === 'later') return undefined;
  if (value === 'anybody') return { accepted: true, authorized: false } as const;
  const [, code = ''] = /^refused (\w+)$/.exec(value) ?? [];
  if (isErrorCode(code)) return { accepted: false, code } as const;
  throw new NotationError(`verifyPeer = ${value}: known are 'later', 'anybody', 'refused CODE'`);
}
