/**
 * A root is replaced: one CA is certified by the old one and by the new one. Which of a client's
 * certificates a server is sent that names one of the two (RFC 9846 4.3.4, 4.5.1).
 */
import { describe, expect, it } from 'vitest';
import type { ChooseCertificateRequest } from '../../runtime/engine/tasks.ts';
import { chooseCredential } from '../../runtime/handshake/choose-credential.ts';
import { certificatesFor } from '../../runtime/handshake/lines-of-issuers.ts';
import { noFilters } from '../../runtime/handshake/oid-filters.ts';
import { noble, type VerifyPeerRequest } from '../../runtime/index.ts';
import { Pair } from '../support/pair.ts';
import {
  commonName,
  makeCa,
  makeLeaf,
  nowMs,
  oid,
  sequence,
  testPrivateKey,
} from '../x509/make.ts';

const privateKey = noble.importPrivateKey(testPrivateKey('leaf'));
const leaf = makeLeaf('CA');
const byOld = makeCa('CA', 'Old');
const byNew = makeCa('CA', 'New');
const oldByNew = makeCa('Old', 'New');
const other = makeCa('Other', 'Elsewhere');
const ecdsaSha1 = sequence(oid('1.2.840.10045.4.1'));

const request: ChooseCertificateRequest = {
  purpose: 'client',
  serverName: undefined,
  signatureSchemes: [0x0403],
  certificateSignatureSchemes: [0x0403],
  certificateAuthorities: [commonName('New')],
  asksForStatus: false,
  oidFilters: noFilters,
};

describe('a chain of two roots', () => {
  it.each([
    ['nobody', [], [leaf, byOld, byNew], [leaf, byOld, byNew]],
    ['the old root', ['Old'], [leaf, byNew, byOld], [leaf, byOld]],
    ['the new root', ['New'], [leaf, byOld, byNew], [leaf, byNew]],
    ['both', ['New', 'Old'], [leaf, byOld, byNew], [leaf, byOld]],
    ['the CA itself', ['CA'], [leaf, byOld, byNew], [leaf, byOld, byNew]],
    ['the CA and a root', ['CA', 'New'], [leaf, byOld, byNew], [leaf, byNew]],
    ['an unknown one', ['Strange'], [leaf, byOld, byNew], [leaf, byOld, byNew]],
    ['a root above a root', ['New'], [leaf, oldByNew, byOld], [leaf, byOld, oldByNew]],
    ['a root, where there is more', ['New'], [leaf, other, byOld, byNew], [leaf, byNew, other]],
  ])('for a server that names %s', (_, names, certificates, sent) => {
    const chosen = certificatesFor(names.map(commonName), { certificates, privateKey });
    expect(chosen.map(({ certificate }) => certificate)).toEqual(sent);
    expect(chosen.map(({ place = -1 }) => certificates[place])).toEqual(sent);
  });
});

describe('a chain of the old root, and an alternative', () => {
  const credential = { certificates: [leaf, byOld], alternatives: [other, byNew], privateKey };

  it.each([
    ['nobody', [], [leaf, byOld]],
    ['the old root', ['Old'], [leaf, byOld]],
    ['the new root', ['New'], [leaf, byNew]],
    ['an unknown one', ['Strange'], [leaf, byOld]],
  ])('for a server that names %s', (_, names, sent) => {
    const chosen = certificatesFor(names.map(commonName), credential);
    expect(chosen.map(({ certificate }) => certificate)).toEqual(sent);
  });

  it('which nobody would believe', () => {
    const weak = makeCa('CA', 'New', { innerAlgorithm: ecdsaSha1, outerAlgorithm: ecdsaSha1 });
    const { passedOver } = chooseCredential(
      [{ ...credential, alternatives: [weak] }],
      request,
      nowMs,
    );
    expect(passedOver).toMatchObject([{ reason: 'issued by CN=CA, CN=Old: none of these' }]);
    expect(chooseCredential([credential], request, nowMs).chosen?.credential).toBe(credential);
  });
});

describe('a server that names the new root', () => {
  const server = {
    clientAuth: 'require',
    certificateAuthorities: [commonName('New'), commonName('Newer')],
  } as const;

  it('gets its line alone', () => {
    const shown: (readonly Uint8Array[])[] = [];
    const verifyPeer = ({ certificates }: VerifyPeerRequest) => {
      shown.push(certificates);
      return { accepted: true } as const;
    };
    const credentials = [{ certificates: [leaf, byOld, byNew], privateKey }];
    new Pair({ client: { credentials }, server: { ...server, verifyPeer } }).connect();
    expect(shown).toEqual([[leaf, byNew]]);
  });

  it('and gets nothing, says by whom it should have been', () => {
    const credentials = [{ certificates: [leaf, byOld], privateKey }];
    const { client, server: ours } = new Pair({ client: { credentials }, server }).connect();
    expect(ours.effects.at(-1)).toMatchObject({
      type: 'ended',
      reason: {
        error: {
          code: 'ERR_TLS_CERTIFICATE_REQUIRED',
          hint: 'we asked for a certificate by CN=New, CN=Newer: the client has none, or none that fits',
        },
      },
    });
    expect(client.effects.at(-1)).toMatchObject({
      reason: {
        error: { hint: expect.stringContaining('issued by CN=CA, CN=Old: none of these') },
      },
    });
  });
});
