/** Which of several certificates a server shows, by the name that a client asks for. */
import { describe, expect, it } from 'vitest';
import type { ChooseCertificateRequest } from '../../runtime/engine/tasks.ts';
import { chooseCredential } from '../../runtime/handshake/choose-credential.ts';
import { noFilters } from '../../runtime/handshake/oid-filters.ts';
import { noble } from '../../runtime/index.ts';
import {
  commonName,
  dnsName,
  makeLeaf,
  nowMs,
  subjectAltName,
  testPrivateKey,
  utcTime,
} from '../x509/make.ts';

const privateKey = noble.importPrivateKey(testPrivateKey('leaf'));
const credentials = {
  fallback: credential('fallback.example'),
  wildcard: credential('*.example.org'),
  exact: credential('www.example.org'),
  capitals: credential('WWW.EXAMPLE.NET'),
  expired: credential('old.example.org', { notAfter: utcTime('291231235959Z') }),
} as const;

const anybody: ChooseCertificateRequest = {
  purpose: 'server',
  serverName: undefined,
  signatureSchemes: [0x0403],
  certificateSignatureSchemes: [0x0403],
  certificateAuthorities: [],
  asksForStatus: false,
  oidFilters: noFilters,
};

describe('a server shows', () => {
  it.each([
    ['the first one to who asks for no name', undefined, 'fallback'],
    ['the first one to who asks for a name that none is for', 'elsewhere.example', 'fallback'],
    ['the one of the name', 'www.example.org', 'exact'],
    ['the one of the name, in any case', 'www.example.net', 'capitals'],
    ['a wildcard where there is no better one', 'other.example.org', 'wildcard'],
    ['one that has expired rather than one for another name', 'old.example.org', 'expired'],
  ] as const)('%s', (_, serverName, expected) => {
    const request = { ...anybody, serverName };
    const { chosen } = chooseCredential(Object.values(credentials), request, nowMs);
    expect(chosen?.credential).toBe(credentials[expected]);
  });

  it('of two for the name the one that has not expired', () => {
    const renewed = credential('old.example.org');
    const both = [credentials.expired, renewed];
    const { chosen } = chooseCredential(both, { ...anybody, serverName: 'old.example.org' }, nowMs);
    expect(chosen?.credential).toBe(renewed);
  });

  it('one by another authority rather than none', () => {
    const request = { ...anybody, certificateAuthorities: [commonName('Other')] };
    const { chosen, passedOver } = chooseCredential([credentials.exact], request, nowMs);
    expect(chosen?.credential).toBe(credentials.exact);
    expect(passedOver).toEqual([]);
  });

  it('none that cannot sign, and says so', () => {
    const request = { ...anybody, signatureSchemes: [0x0807] };
    const { chosen, passedOver } = chooseCredential([credentials.exact], request, nowMs);
    expect(chosen).toBeUndefined();
    expect(passedOver).toEqual([
      { credential: credentials.exact, reason: 'its key cannot sign as the client wants it' },
    ]);
  });
});

function credential(name: string, fields: { notAfter?: Uint8Array } = {}) {
  const extensions = [subjectAltName(dnsName(name))];
  return { certificates: [makeLeaf('Root', { extensions, ...fields })], privateKey };
}
