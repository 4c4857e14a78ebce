/** Which names a certificate is for (RFC 6125 6.4). */
import { describe, expect, test } from 'vitest';
import { parseCertificate } from '../../runtime/x509/certificate.ts';
import { normaliseHostName, parseIpAddress } from '../../runtime/x509/host-names.ts';
import { matchesName } from '../../runtime/x509/identity.ts';
import { commonName, dnsName, ipAddress, makeCertificate, subjectAltName } from './make.ts';

function certificateFor(...names: readonly Uint8Array[]) {
  return parseCertificate(makeCertificate({ extensions: [subjectAltName(...names)] }));
}

/** Whether a certificate with this one dNSName is for this host. */
const matches = (presented: string, host: string) =>
  matchesName(certificateFor(dnsName(presented)), host);

describe('DNS names (6.4.1, 6.4.2)', () => {
  test.each([
    ['host.example', 'host.example'],
    ['HOST.example', 'host.EXAMPLE'],
    ['host.example', 'host.example.'],
    ['localhost', 'localhost'],
    ['my_service.internal', 'my_service.internal'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
  ])('%s is %s', (presented, host) => {
    expect(matches(presented, host)).toBe(true);
  });

  test.each([
    ['host.example', 'other.example'],
    ['host.example', 'a.host.example'],
    ['example', 'host.example'],
    ['.example', 'host.example'],
    ['host.example.', 'host.example'],
    ['host.example.', 'host.example.'],
    ['host.example', 'host.example..'],
    ['host.example\0.evil.test', 'host.example'],
    ['host.example ', 'host.example'],
    ['', ''],
    ['.', '.'],
    ['bucher.example', 'bücher.example'],
  ])('%j is not %j', (presented, host) => {
    expect(matches(presented, host)).toBe(false);
  });

  test('any of the names will do', () => {
    const certificate = certificateFor(dnsName('a.example'), dnsName('b.example'));
    expect(matchesName(certificate, 'b.example')).toBe(true);
  });

  test('the common name never counts (6.4.4)', () => {
    const subject = commonName('host.example');
    expect(
      matchesName(
        parseCertificate(
          makeCertificate({ subject, extensions: [subjectAltName(ipAddress(1, 2, 3, 4))] }),
        ),
        'host.example',
      ),
    ).toBe(false);
    const withoutNames = makeCertificate({ subject, extensionsField: new Uint8Array(0) });
    expect(matchesName(parseCertificate(withoutNames), 'host.example')).toBe(false);
  });
});

describe('wildcards (6.4.3)', () => {
  test.each([
    ['*.example.org', 'a.example.org'],
    ['*.Example.org', 'A.eXample.org'],
    ['*.example.org', 'a.example.org.'],
    ['*.example.org', 'xn--bcher-kva.example.org'],
    ['*.co.uk', 'a.co.uk'],
  ])('%s stands for %s', (presented, host) => {
    expect(matches(presented, host)).toBe(true);
  });

  test.each([
    ['*.example.org', 'example.org'],
    ['*.example.org', 'a.b.example.org'],
    ['*.example.org', '.example.org'],
    ['*.example.org', '*.example.org'],
    ['*.org', 'example.org'],
    ['*', 'localhost'],
    ['*.', 'localhost'],
    ['*.example.org.', 'a.example.org'],
    ['a*.example.org', 'ab.example.org'],
    ['*a.example.org', 'ba.example.org'],
    ['a.*.org', 'a.example.org'],
    ['*.*.org', 'a.example.org'],
    ['xn--*.example.org', 'xn--a.example.org'],
    ['*.0.2.1', '192.0.2.1'],
  ])('%s does not stand for %s', (presented, host) => {
    expect(matches(presented, host)).toBe(false);
  });
});

describe('addresses', () => {
  const certificate = certificateFor(
    ipAddress(192, 0, 2, 1),
    ipAddress(0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1),
    dnsName('198.51.100.7'),
  );

  test.each(['192.0.2.1', '2001:db8::1', '2001:0DB8:0:0:0:0:0:1'])('%s matches', (address) => {
    expect(matchesName(certificate, address)).toBe(true);
  });

  test.each([
    '192.0.2.2',
    '2001:db8::2',
    '::ffff:192.0.2.1',
    '198.51.100.7',
    '192.0.2.1.',
    '[2001:db8::1]',
    '2001:db8::1%eth0',
  ])('%s does not', (address) => {
    expect(matchesName(certificate, address)).toBe(false);
  });

  test.each([
    ['0.0.0.0', [0, 0, 0, 0]],
    ['255.255.255.255', [255, 255, 255, 255]],
    ['::', new Array(16).fill(0)],
    ['::1', [...new Array(15).fill(0), 1]],
    ['1::', [0, 1, ...new Array(14).fill(0)]],
    ['1:2:3:4:5:6:7:8', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
    ['1:2:3:4:5:6:7::', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 0]],
    ['::ffff:192.0.2.1', [...new Array(10).fill(0), 255, 255, 192, 0, 2, 1]],
    ['1:2:3:4:5:6:192.0.2.1', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 192, 0, 2, 1]],
  ])('%s is an address', (text, bytes) => {
    expect(parseIpAddress(text)).toEqual(Uint8Array.from(bytes));
  });

  test.each([
    '',
    ':',
    ':::',
    '1',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.0.0.1',
    '1.2.3.-4',
    '0x1.2.3.4',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '1::2::3',
    '1:2:3:4::5:6:7:8',
    '12345::',
    'g::',
    '1:2',
    '192.0.2.1::',
    '::192.0.2.1:1',
    '1:2:3:4:5:6:7:192.0.2.1',
    ' ::1',
    '::1 ',
  ])('%j is none', (text) => {
    expect(parseIpAddress(text)).toBeUndefined();
  });
});

describe('normaliseHostName', () => {
  test('lower case, no final dot', () => {
    expect(normaliseHostName('A.Example.')).toBe('a.example');
  });

  test.each([
    '',
    '.',
    'a..b',
    '-a.example',
    'a-.example',
    'a b.example',
    'bücher.example',
    '\u212aelvin.example',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}example`,
    '127.1',
    'a.0x7f',
    '1.2.3.4',
  ])('%j is no host name', (name) => {
    expect(normaliseHostName(name)).toBeUndefined();
  });
});
