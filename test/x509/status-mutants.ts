/**
 * CRLs and OCSP responses with bytes that somebody has changed. Whatever was changed, reading ends
 * in a status, in none, or in a CertificateError; soon; and nothing is believed that was not signed.
 */
import { parseCrl } from '../../runtime/x509/crl.ts';
import { checkRevocation, type RevocationInput } from '../../runtime/x509/revocation.ts';
import {
  anchor,
  commonName,
  der,
  extension,
  extKeyUsage,
  goodLeafExtensions,
  integer,
  makeCa,
  makeLeaf,
  nowMs,
  sequence,
  testKey,
} from './make.ts';
import {
  byName,
  certId,
  certificateIssuer,
  crlDistributionPoints,
  crlEntry,
  crlNumber,
  deltaCrlIndicator,
  directoryName,
  distributionPoint,
  flag,
  fullName,
  isRevoked,
  issuingDistributionPoint,
  makeCrl,
  makeOcsp,
  reasonCode,
  reasonFlags,
  singleResponse,
  uri,
} from './make-status.ts';
import { isSlow, mutate, randomFrom } from './mutate.ts';
import { verifyWithNode } from './node-signatures.ts';
import { hashWithNode } from './status-rules.ts';

const url = uri('http://crl.example/1');
const rootDer = makeCa('Root', 'Root');
const leafDer = makeLeaf('Root', {
  serialNumber: integer(7),
  extensions: [...goodLeafExtensions(), crlDistributionPoints(distributionPoint(fullName(url)))],
});
const path = [anchor(leafDer), anchor(rootDer)];
const id = certId(leafDer, rootDer);
const responder = makeLeaf('Root', {
  subject: commonName('Responder'),
  subjectPublicKeyInfo: testKey('Responder').subjectPublicKeyInfo,
  extensions: [extKeyUsage('1.3.6.1.5.5.7.3.9')],
});

const scope = issuingDistributionPoint(fullName(url, directoryName(commonName('Root'))), flag(1));
const identifier = extension('2.5.29.35', sequence(der(0x80, [1, 2, 3])));

/** What is changed, by name. */
const originals = {
  crl: makeCrl({
    entries: [
      crlEntry(integer(1), [reasonCode(1)]),
      crlEntry(integer(2)),
      crlEntry(integer(0, 200)),
    ],
    extensions: [identifier, crlNumber(4), scope],
  }),
  'crl that revokes': makeCrl({
    entries: [crlEntry(integer(7), [reasonCode(6)])],
    extensions: [crlNumber(4), issuingDistributionPoint(reasonFlags(0x83, 1, 6))],
  }),
  'indirect crl': makeCrl({
    entries: [crlEntry(integer(7), [certificateIssuer(commonName('Other'))])],
    extensions: [issuingDistributionPoint(flag(4))],
  }),
  'delta crl': makeCrl({
    entries: [crlEntry(integer(7), [reasonCode(1)])],
    extensions: [identifier, crlNumber(5), deltaCrlIndicator(4), scope],
  }),
  'crl of version 1': makeCrl({ version: new Uint8Array(0), entries: [crlEntry(integer(1))] }),
  ocsp: makeOcsp({ responses: [singleResponse(id)] }),
  'ocsp that revokes': makeOcsp({ responses: [singleResponse(id, isRevoked), singleResponse(id)] }),
  'ocsp by a delegate': makeOcsp({
    responses: [singleResponse(id)],
    responderId: byName(commonName('Responder')),
    signedBy: 'Responder',
    certificates: [leafDer, responder],
    extensions: der(0xa1, sequence(extension('1.2.3', der(0x05)))),
  }),
} as const;

/** What is said of the certificate, all sources together, without what is not signed. */
function verdictBy(given: Pick<RevocationInput, 'staples' | 'ocsp' | 'crls'>): string {
  const { certificates } = checkRevocation({
    ...given,
    path,
    timeMs: nowMs,
    purpose: 'server',
    profile: 'rfc5280',
    schemes: [0x0403],
    verifySignature: verifyWithNode,
    hash: hashWithNode,
  });
  const { status, reason, thisUpdateMs, nextUpdateMs, revocationTimeMs } = certificates[0] ?? {};
  return JSON.stringify({ status, reason, thisUpdateMs, nextUpdateMs, revocationTimeMs });
}

/** The base of the delta, which is not changed. */
const base = parseCrl(originals.crl);

function verdictOf(name: keyof typeof originals, bytes: Uint8Array): string {
  if (name.startsWith('ocsp')) return verdictBy({ staples: [bytes], ocsp: [bytes] });
  return verdictBy({ crls: name === 'delta crl' ? [base, bytes] : [bytes] });
}

/** How a run went. */
export interface MutantsTold {
  readonly count: number;
  /** Those that said the same as the original: what was changed is not signed. */
  readonly same: number;
  /** Those that took long, in hex. Must be empty. */
  readonly slow: readonly string[];
  /** Those that said something that nobody has signed, in hex. Must be empty. */
  readonly believed: readonly string[];
}

/** Tries `rounds` changed copies of each original. @throws whatever reading throws, but for what it may */
export function tryMutants(rounds: number, seed: number): MutantsTold {
  const random = randomFrom(seed);
  const told = { count: 0, same: 0, slow: [] as string[], believed: [] as string[] };
  for (const [key, original] of Object.entries(originals)) {
    const name = key as keyof typeof originals; // Object.entries forgets it.
    const right = verdictOf(name, original);
    const without = verdictOf(name, new Uint8Array(0));
    for (let round = 0; round < rounds; round++) {
      const mutant = mutate(original, random);
      let verdict = '';
      const slow = isSlow(() => {
        verdict = verdictOf(name, mutant);
      });
      if (slow) told.slow.push(Buffer.from(mutant).toString('hex'));
      told.count += 1;
      if (verdict === right) told.same += 1;
      else if (verdict !== without) told.believed.push(Buffer.from(mutant).toString('hex'));
    }
  }
  return told;
}
