/**
 * NIST PKITS (public domain): the cases that turn on CRLs (sections 4.4, 4.5, 4.14, 4.15, and two of
 * 4.7), whole; and the valid ones of the others, which must not be refused for their CRLs. The path comes from `verifyChain`; profile `rfc5280`, everything has to have a status.
 */
import { expect, test } from 'vitest';
import { equalBytes } from '../../runtime/bytes.ts';
import { type Certificate, parseAnchor, parseCertificate } from '../../runtime/x509/certificate.ts';
import { CertificateError } from '../../runtime/x509/certificate-error.ts';
import { checkRevocation, type RevocationResult } from '../../runtime/x509/revocation.ts';
import { verifyChain } from '../../runtime/x509/verify.ts';
import { describeVectors } from '../support/vectors.ts';
import { nodeSchemes, verifyWithNode } from './node-signatures.ts';
import { hashWithNode } from './status-rules.ts';

interface Case {
  readonly Name: string;
  /** The trust anchor first, the end entity last; a signer of CRLs may stand between. */
  readonly CertPath: readonly string[];
  readonly CRLPath: readonly string[];
  readonly ShouldValidate: boolean;
}

interface Pkits {
  readonly cases: readonly Case[];
  readonly certs: Readonly<Record<string, string>>;
  readonly crls: Readonly<Record<string, string>>;
}

/** Those whose result CRLs decide, be it that they are all right. */
const aboutCrls = /^4\.(?:4\.|5\.|7\.[45] |14\.|15\.)/;

/** Valid, and their path is refused in every profile: DSA with SHA-1, GeneralizedTime before 2050. */
const refusedPaths = ['4.1.4', '4.1.5', '4.2.4'];

/** Where a certificate of the path is revoked; the other bad ones have no status that counts. */
const revoked = new Set([
  ...['4.4.2', '4.4.3', '4.4.18', '4.4.20', '4.5.2', '4.5.5', '4.5.7', '4.14.2', '4.14.6'],
  ...['4.14.15', '4.14.16', '4.14.20', '4.14.21', '4.14.23', '4.14.31', '4.14.32', '4.14.34'],
  ...['4.15.3', '4.15.4', '4.15.6', '4.15.9'],
]);

/** Where the path itself is bad already. */
const badPaths = new Set(['4.4.15', '4.5.8']);

const timeMs = Date.UTC(2020, 0, 1);

const bytesOf = (base64: string | undefined) =>
  Uint8Array.from(Buffer.from(base64 ?? '', 'base64'));

/** The path that `verifyChain` finds. */
function pathOf(pkits: Pkits, { CertPath }: Case): readonly Certificate[] | undefined {
  const [anchorDer = new Uint8Array(0), ...chain] = CertPath.map((name) =>
    bytesOf(pkits.certs[name]),
  );
  const anchor = parseAnchor(anchorDer);
  const result = verifyChain({
    chain: chain.reverse(),
    anchors: [anchor],
    timeMs,
    purpose: 'server',
    profile: 'rfc5280',
    schemes: nodeSchemes,
    verifySignature: verifyWithNode,
  });
  return result.accepted ? result.path : undefined;
}

/** Every certificate that is given and not on the path may have signed a CRL. */
function othersThan(path: readonly Certificate[], pkits: Pkits, { CertPath }: Case): Certificate[] {
  return CertPath.map((name) => bytesOf(pkits.certs[name]))
    .filter((der) => !path.some((certificate) => equalBytes(certificate.der, der)))
    .flatMap((der) => {
      try {
        return [parseCertificate(der)];
      } catch (error) {
        if (error instanceof CertificateError) return [];
        throw error;
      }
    });
}

function resultOf(pkits: Pkits, pkitsCase: Case, path: readonly Certificate[]): RevocationResult {
  return checkRevocation({
    path,
    timeMs,
    purpose: 'server',
    profile: 'rfc5280',
    policy: { mode: 'hard-fail', sources: ['crl'], depth: 'chain' },
    crls: pkitsCase.CRLPath.map((name) => bytesOf(pkits.crls[name])),
    crlSigners: othersThan(path, pkits, pkitsCase),
    schemes: nodeSchemes,
    verifySignature: verifyWithNode,
    hash: hashWithNode,
  });
}

describeVectors('pkits.json', 'CRLs of PKITS', (vectors) => {
  // The file is the vectors' own, and a case without a member that is needed fails by itself.
  const pkits = vectors as Pkits;
  const ofCrls = pkits.cases.filter(({ Name }) => aboutCrls.test(Name));
  const others = pkits.cases.filter(
    ({ Name, ShouldValidate }) => !aboutCrls.test(Name) && ShouldValidate,
  );

  test.each(ofCrls)('$Name', (pkitsCase) => {
    const [number = ''] = pkitsCase.Name.split(' ');
    const path = pathOf(pkits, pkitsCase);
    expect(path === undefined).toBe(badPaths.has(number));
    if (path === undefined) return expect(pkitsCase.ShouldValidate).toBe(false);
    const result = resultOf(pkits, pkitsCase, path);
    expect(result.accepted).toBe(pkitsCase.ShouldValidate);
    const code = revoked.has(number) ? 'CERT_REVOKED' : 'ERR_TLS_CERT_STATUS_UNAVAILABLE';
    if (!result.accepted) expect(result.code).toBe(code);
  });

  test('no good path is refused for its CRLs', () => {
    const verdicts = others.map((pkitsCase) => {
      const path = pathOf(pkits, pkitsCase);
      const isAccepted = path && resultOf(pkits, pkitsCase, path).accepted;
      return { section: pkitsCase.Name.split(' ')[0], isAccepted };
    });
    console.log(`PKITS: ${ofCrls.length} cases about CRLs, ${others.length} other valid ones`);
    const wrong = verdicts.filter(({ isAccepted }) => isAccepted !== true);
    expect(wrong).toEqual(refusedPaths.map((section) => ({ section, isAccepted: undefined })));
  });
});
