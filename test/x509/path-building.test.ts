/** Path building (RFC 4158): which path is found, how much it may cost, and which reason is told. */
import { describe, expect, test } from 'vitest';
import { parseAnchor } from '../../runtime/x509/certificate.ts';
import { type PathInput, verifyChain } from '../../runtime/x509/verify.ts';
import { makeTestPki } from '../support/certificates.ts';
import {
  anchor,
  authorityKeyIdentifier,
  basicConstraints,
  clientAuth,
  commonName,
  extension,
  extKeyUsage,
  type Fields,
  goodCaExtensions,
  goodLeafExtensions,
  makeCa,
  makeCertificate,
  makeLeaf,
  pathInput,
  subjectKeyIdentifier,
  testKey,
} from './make.ts';
import { verifyWithNode } from './node-signatures.ts';
import { past, verdict } from './verdict.ts';

const unknownCritical = extension('1.2.3.4', Uint8Array.of(), true);

describe('when no anchor is found', () => {
  /** Verdict and number of signatures that were tried. */
  function counted(chain: readonly Uint8Array[], more: Partial<PathInput> = {}): string {
    let count = 0;
    const verifySignature: PathInput['verifySignature'] = (...question) => {
      count += 1;
      return verifyWithNode(...question);
    };
    return `${verdict(chain, { verifySignature, ...more })}, ${count} signatures`;
  }

  test('the four names of OpenSSL, and no signature is tried', () => {
    const leaf = makeLeaf('Unknown');
    expect(counted([leaf])).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE 0, 0 signatures');
    expect(counted([leaf, makeCa('Unknown', 'Further')])).toBe(
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY 1, 0 signatures',
    );
    expect(counted([leaf, makeCa('Unknown', 'Unknown')])).toBe(
      'SELF_SIGNED_CERT_IN_CHAIN 1, 0 signatures',
    );
    const selfSigned = makeLeaf('Leaf', { signedBy: testKey('leaf') });
    expect(counted([selfSigned])).toBe('DEPTH_ZERO_SELF_SIGNED_CERT 0, 0 signatures');
    expect(counted([leaf], { anchors: [] })).toBe(
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE 0, 0 signatures',
    );
  });

  test('the text names who is missing', () => {
    expect(verifyChain(pathInput([makeLeaf('Unknown')]))).toMatchObject({
      detail: 'certificate 0 (CN=Leaf) is issued by CN=Unknown, which is neither sent nor trusted',
    });
  });

  test('another CA of the same name: unknown, if key identifiers tell it apart', () => {
    const anchors = [
      anchor(
        makeCa('Root', 'Root', { extensions: [...goodCaExtensions(), subjectKeyIdentifier(1)] }),
      ),
    ];
    const leaf = (id: number) =>
      makeLeaf('Root', {
        signedBy: testKey('impostor'),
        extensions: [...goodLeafExtensions(), authorityKeyIdentifier(id)],
      });
    expect(verdict([leaf(2)], { anchors })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE 0');
    expect(verdict([leaf(1)], { anchors })).toBe('CERT_SIGNATURE_FAILURE 0');
  });

  test('an old self-signed certificate is trusted, a new one is shown', () => {
    const fields = { subject: commonName('Self'), issuer: commonName('Self') };
    const old = makeCertificate({
      ...fields,
      signedBy: testKey('old'),
      subjectPublicKeyInfo: testKey('old').subjectPublicKeyInfo,
    });
    const shown = makeCertificate({ ...fields, signedBy: testKey('leaf') });
    expect(verdict([shown], { anchors: [anchor(old)] })).toBe('DEPTH_ZERO_SELF_SIGNED_CERT 0');
  });

  test('circles end', () => {
    const chain = [makeLeaf('A'), makeCa('A', 'B'), makeCa('B', 'A')];
    expect(verdict(chain)).toBe('UNABLE_TO_GET_ISSUER_CERT_LOCALLY 2');
  });
});

describe('a pinned certificate', () => {
  const self = { issuer: commonName('Leaf'), signedBy: testKey('leaf') };
  const pinned = (fields: Fields, more: Partial<PathInput> = {}) => {
    const bytes = makeCertificate({ ...self, ...fields });
    return verdict([bytes], { anchors: [parseAnchor(bytes)], ...more });
  };

  test('is believed for itself if it is self-signed, be it a CA or not', () => {
    expect(pinned({})).toBe('accepted Leaf');
    expect(pinned({ extensions: [...goodLeafExtensions(), basicConstraints(true)] })).toBe(
      'accepted Leaf',
    );
  });

  test('all other rules hold', () => {
    expect(pinned(past)).toBe('CERT_HAS_EXPIRED 0');
    expect(pinned({}, { name: 'other.example' })).toBe('ERR_TLS_CERT_ALTNAME_INVALID 0');
    expect(pinned({ extensions: [extKeyUsage(clientAuth)] })).toBe('INVALID_PURPOSE 0');
    expect(pinned({ extensions: [unknownCritical] })).toBe('ERR_TLS_CERT_UNKNOWN_CONSTRAINT 0');
  });

  test('is not believed if another CA has issued it (as OpenSSL has it)', () => {
    const leaf = makeLeaf('Root');
    expect(verdict([leaf], { anchors: [anchor(leaf)] })).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE 0');
  });
});

describe('alternatives', () => {
  const leaf = makeLeaf('Intermediate');
  const byOld = makeCa('Intermediate', 'Old Root');
  const byNew = makeCa('Intermediate', 'New Root');
  const oldRoot = anchor(makeCa('Old Root', 'Old Root'));
  const newRoot = anchor(makeCa('New Root', 'New Root'));

  test('an intermediate of two roots works with either', () => {
    for (const chain of [
      [leaf, byOld, byNew],
      [leaf, byNew, byOld],
    ]) {
      expect(verdict(chain, { anchors: [oldRoot] })).toBe(
        'accepted Leaf < Intermediate < Old Root',
      );
      expect(verdict(chain, { anchors: [newRoot] })).toBe(
        'accepted Leaf < Intermediate < New Root',
      );
      expect(verdict(chain, { anchors: [oldRoot, newRoot] })).toMatch(/^accepted/);
    }
  });

  test('if one root has expired, the other one is found', () => {
    const expired = anchor(makeCa('Old Root', 'Old Root', past));
    const anchors = [expired, newRoot];
    expect(verdict([leaf, byOld, byNew], { anchors })).toBe(
      'accepted Leaf < Intermediate < New Root',
    );
    expect(verdict([leaf, byOld, byNew], { anchors: [expired] })).toBe('CERT_HAS_EXPIRED anchor');
  });

  test('a cross-certified root leads on to the root that is trusted', () => {
    const crossed = makeCa('New Root', 'Old Root');
    expect(verdict([leaf, byNew, crossed], { anchors: [oldRoot] })).toBe(
      'accepted Leaf < Intermediate < New Root < Old Root',
    );
  });

  test('of several issuers of one name the one with the key is found', () => {
    const others = ['a', 'b', 'c'].map((keyLabel) => makeCa('Intermediate', 'Root', { keyLabel }));
    expect(verdict([leaf, ...others, makeCa('Intermediate', 'Root')])).toBe(
      'accepted Leaf < Intermediate < Root',
    );
    const impostor = anchor(makeCa('Root', 'Root', { keyLabel: 'impostor' }));
    const anchors = [impostor, anchor(makeCa('Root', 'Root'))];
    expect(verdict([makeLeaf('Root')], { anchors })).toBe('accepted Leaf < Root');
  });

  test('key identifiers say which to try first, and nothing else', () => {
    const ca = (keyLabel: string, id: number) =>
      makeCa('Intermediate', 'Root', {
        keyLabel,
        extensions: [...goodCaExtensions(), subjectKeyIdentifier(id)],
      });
    const wanted = makeLeaf('Intermediate', {
      extensions: [...goodLeafExtensions(), authorityKeyIdentifier(7)],
    });
    const decoys = [1, 2, 3].map((id) => ca(`decoy ${id}`, id));
    // The path takes two signatures, so the limit shows that no decoy was tried.
    const limits = { signatures: 2 };
    expect(verdict([wanted, ...decoys, ca('Intermediate', 7)], { limits })).toMatch(/^accepted/);
    expect(verdict([wanted, ca('Intermediate', 9)])).toMatch(/^accepted/);
  });

  test('a CA that has too many below it in one path may stand in another', () => {
    const top = makeCa('Top', 'Root', { extensions: goodCaExtensions(1) });
    const detour = [makeCa('Intermediate', 'Between'), makeCa('Between', 'Top')];
    expect(verdict([leaf, ...detour, top, makeCa('Intermediate', 'Top')])).toBe(
      'accepted Leaf < Intermediate < Top < Root',
    );
    expect(verdict([leaf, ...detour, top])).toBe('PATH_LENGTH_EXCEEDED 3');
  });

  test('the attempt that came furthest gives the reason', () => {
    const expired = makeCa('Intermediate', 'Root', past);
    const unknown = makeCa('Intermediate', 'Unknown');
    const forged = makeCa('Intermediate', 'Root', { signedBy: testKey('forger') });
    expect(verdict([leaf, unknown, expired])).toBe('CERT_HAS_EXPIRED 2');
    expect(verdict([leaf, expired, unknown])).toBe('CERT_HAS_EXPIRED 1');
    expect(verdict([leaf, forged, expired])).toBe('CERT_HAS_EXPIRED 2');
    expect(verdict([leaf, unknown, forged])).toBe('CERT_SIGNATURE_FAILURE 2');
    const wrongName = { name: 'other.example' };
    expect(verdict([leaf, expired], wrongName)).toBe('CERT_HAS_EXPIRED 1');
    expect(verdict([makeLeaf('Unknown', past)], wrongName)).toBe(
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE 0',
    );
  });
});

describe('limits', () => {
  /** Leaf, then `count` CAs, the last issued by Root. */
  function chainOf(count: number): Uint8Array[] {
    const names = Array.from({ length: count }, (_, i) => `CA ${i}`);
    const cas = names.map((name, i) => makeCa(name, names[i + 1] ?? 'Root'));
    return [makeLeaf(names[0] ?? 'Root'), ...cas];
  }

  test('6 CAs may stand between leaf and anchor', () => {
    expect(verdict(chainOf(6))).toMatch(/^accepted/);
    expect(verdict(chainOf(7))).toBe('PATH_LENGTH_EXCEEDED 6');
    expect(verdict(chainOf(2), { limits: { intermediates: 1 } })).toBe('PATH_LENGTH_EXCEEDED 1');
  });

  test('a chain has at most 10 certificates', () => {
    const [leaf = new Uint8Array()] = chainOf(0);
    const strangers = Array.from({ length: 10 }, (_, i) => makeCa(`Stranger ${i}`, 'Nobody'));
    expect(verdict([leaf, ...strangers.slice(1)])).toMatch(/^accepted/);
    expect(verdict([leaf, ...strangers])).toBe('PATH_LENGTH_EXCEEDED 10');
  });

  /** Nine CAs of one name with nine keys: every line of them is one to look at. */
  const crowd = Array.from({ length: 9 }, (_, i) =>
    makeCa('Crowd', 'Crowd', { keyLabel: `crowd ${i}`, issuerKeyLabel: `crowd ${(i + 1) % 9}` }),
  );

  test('a crowd without anchor costs nothing', () => {
    const verifySignature = () => {
      throw new Error('nothing is worth a signature');
    };
    const chain = [makeLeaf('Crowd'), ...crowd];
    expect(verdict(chain, { verifySignature, limits: { steps: 0 } })).toMatch(/^SELF_SIGNED/);
  });

  test('a crowd under an anchor costs signatures and steps, and these have an end', () => {
    const anchors = [anchor(makeCa('Crowd', 'Crowd', { keyLabel: 'another' }))];
    let count = 0;
    const verifySignature = () => {
      count += 1;
      return false;
    };
    const chain = [makeLeaf('Crowd'), ...crowd];
    // One of each with the anchor, and then nothing leads there any more.
    expect(verdict(chain, { anchors, verifySignature })).toBe('CERT_SIGNATURE_FAILURE 0');
    expect(count).toBe(10);
    const few = { anchors, verifySignature };
    expect(verdict(chain, { ...few, limits: { signatures: 5 } })).toBe('PATH_LENGTH_EXCEEDED 0');
    expect(verdict(chain, { ...few, limits: { steps: 5 } })).toBe('PATH_LENGTH_EXCEEDED 0');
  });

  test('a limit that is reached is final, even if a path would be found', () => {
    expect(verdict(chainOf(2), { limits: { signatures: 2 } })).toBe('PATH_LENGTH_EXCEEDED 0');
    expect(verdict(chainOf(2), { limits: { signatures: 3 } })).toMatch(/^accepted/);
  });
});

test('the throw-away certificates of @peculiar/x509, each for what it is', async () => {
  const pki = await makeTestPki();
  const of = (name: keyof typeof pki, host = 'localhost') =>
    verdict([pki[name].certificate], {
      anchors: [parseAnchor(pki.ca.certificate)],
      timeMs: Date.now(),
      name: host,
    });
  for (const host of ['localhost', '127.0.0.1', '::1'])
    expect(of('leaf', host)).toMatch(/^accepted/);
  expect(of('expired')).toBe('CERT_HAS_EXPIRED 0');
  expect(of('notYetValid')).toBe('CERT_NOT_YET_VALID 0');
  expect(of('otherName')).toBe('ERR_TLS_CERT_ALTNAME_INVALID 0');
  // Its CA is neither sent nor trusted.
  expect(of('unknownCa')).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE 0');
});
