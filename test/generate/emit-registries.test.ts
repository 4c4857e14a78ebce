/** The registries: what is generated, and that a fault in the table is told with file and line. */
import { describe, expect, it } from 'vitest';
import {
  alertCodes,
  alertLevels,
  alertNameOf,
  cipherSuiteOf,
  closureAlerts,
  errorInfo,
  limits,
  namedGroupOf,
  signatureSchemeOf,
} from '../../generated/registries.ts';
import * as spec from '../../spec/registries.ts';
import { emitRegistries } from '../../tools/generate/emit-registries.ts';
import { SpecError } from '../../tools/generate/spec-error.ts';
import { lineOf, projectRoot, spoiledSpec } from './spec-copy.ts';

const FILE = 'spec/registries.ts';

describe('what is generated', () => {
  it('has every alert by name and by code', () => {
    for (const [name, row] of Object.entries(spec.alerts)) {
      expect(alertCodes).toHaveProperty(name, row.code);
      expect(alertLevels).toHaveProperty(name, row.level === 'warning' ? 1 : 2);
      expect(alertNameOf(row.code)).toBe(name);
    }
    expect(Object.keys(alertCodes)).toEqual(Object.keys(spec.alerts));
    expect([...closureAlerts]).toEqual(['close_notify', 'user_canceled']);
    expect(alertNameOf(255)).toBeUndefined();
  });

  it('has every error as the spec has it', () => {
    expect(errorInfo).toEqual(spec.errors);
  });

  it('has every limit as the spec has it', () => {
    const values = Object.entries(spec.limits).map(([name, { value }]) => [name, value]);
    expect(limits).toEqual(Object.fromEntries(values));
  });

  it('has a page for people: every error, alert, hint and limit', async () => {
    const page = (await emitRegistries(projectRoot)).find(({ path }) => path.endsWith('.md'))?.text;
    for (const code of [...Object.keys(spec.errors), ...Object.keys(spec.alerts)]) {
      expect(page).toContain(`| \`${code}\` |`);
    }
    const told = [...Object.values(spec.errorHints), ...Object.values(spec.peerAlertHints)];
    for (const text of [...told, ...Object.values(spec.limits).map(({ reason }) => reason)]) {
      expect(page).toContain(text);
    }
  });

  it('finds code points by their number', () => {
    expect(cipherSuiteOf(0x1301)).toMatchObject({
      name: 'TLS_AES_128_GCM_SHA256',
      code: 0x1301,
      keyLength: 16,
    });
    expect(namedGroupOf(0x1d)?.name).toBe('x25519');
    expect(signatureSchemeOf(0x0804)).toMatchObject({ name: 'rsa_pss_rsae_sha256', key: 'rsa' });
    expect([cipherSuiteOf(0), namedGroupOf(0), signatureSchemeOf(0)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is the same every time', async () => {
    expect(await emitRegistries(projectRoot)).toEqual(await emitRegistries(projectRoot));
  });
});

describe('what is refused', () => {
  it.each([
    [
      'an unknown alert of an error',
      "alert: 'decrypt_error',\n    fault: 'peer',\n    rfc: '9846#4.5.3'",
      "alert: 'decrypt_eror',\n    fault: 'peer',\n    rfc: '9846#4.5.3'",
      /errors\.ERR_TLS_BAD_FINISHED\.alert: there is no alert 'decrypt_eror'/,
      'decrypt_eror',
    ],
    [
      'a code that stands twice',
      'handshake_failure: { code: 40',
      'handshake_failure: { code: 22',
      /alerts\.handshake_failure\.code: code 22 already belongs to record_overflow/,
      'handshake_failure: { code: 22',
    ],
    [
      'an alert code of 256',
      'no_application_protocol: { code: 120',
      'no_application_protocol: { code: 256',
      /alerts\.no_application_protocol\.code: 256 does not fit\n {2}write an integer from 0 to 255/,
      'no_application_protocol: { code: 256',
    ],
    [
      'a level that does not exist',
      "access_denied: { code: 49, level: 'fatal'",
      "access_denied: { code: 49, level: 'deadly'",
      /alerts\.access_denied\.level: "deadly" does not fit\n {2}write one of warning, fatal/,
      'access_denied: { code: 49',
    ],
    [
      'a field that is missing',
      "    authentication: 'any',\n    aead: 'aes-128-gcm',\n",
      "    authentication: 'any',\n",
      /cipherSuites\.TLS_AES_128_GCM_SHA256: has no field aead/,
      'TLS_AES_128_GCM_SHA256',
    ],
    [
      'a field that does not belong there',
      'serverShareLength: 1120,',
      'serverShareLength: 1120, serverShareLenght: 1120,',
      /namedGroups\.X25519MLKEM768\.serverShareLenght: is no field of this table/,
      'serverShareLenght',
    ],
    [
      'an unknown error of a limit',
      "error: 'ERR_TLS_FLOOD',\n    reason: 'cover traffic",
      "error: 'ERR_TLS_FLOD',\n    reason: 'cover traffic",
      /limits\.emptyRecords\.error: there is no error 'ERR_TLS_FLOD'/,
      'ERR_TLS_FLOD',
    ],
    [
      'a limit that is no number',
      'value: 262_144,',
      "value: '256 KiB',",
      /limits\.heldBytes\.value: .* does not fit/,
      "value: '256 KiB'",
    ],
    [
      'a hint about an unknown error',
      "CERT_NOT_YET_VALID: 'is the clock",
      "CERT_NOT_VALID_YET: 'is the clock",
      /errorHints\.CERT_NOT_VALID_YET: there is no 'CERT_NOT_VALID_YET'/,
      'CERT_NOT_VALID_YET',
    ],
    [
      'a hint about an unknown alert',
      "unknown_ca: 'the peer",
      "unknown_cas: 'the peer",
      /peerAlertHints\.unknown_cas: there is no 'unknown_cas'/,
      'unknown_cas',
    ],
    [
      'a use that does not exist',
      "key: 'rsa',\n    hash: 'sha256',\n    use: ['tls13', 'tls12', 'certificate']",
      "key: 'rsa',\n    hash: 'sha256',\n    use: ['tls13', 'ticket']",
      /signatureSchemes\.rsa_pss_rsae_sha256\.use: .* does not fit/,
      "use: ['tls13', 'ticket']",
    ],
    [
      'a citation without a section',
      "record_overflow: { code: 22, level: 'fatal', kind: 'error', rfc: '9846#6.2' }",
      "record_overflow: { code: 22, level: 'fatal', kind: 'error', rfc: '9846' }",
      /alerts\.record_overflow\.rfc: "9846" does not fit\n {2}write the RFC's number/,
      'record_overflow: { code: 22',
    ],
    [
      'a name that code cannot have',
      '  TLS_AES_128_GCM_SHA256: {',
      "  'TLS-AES': {",
      /cipherSuites\.TLS-AES: is no name for generated code/,
      "'TLS-AES': {",
    ],
    [
      'a list where one value is due',
      "access_denied: { code: 49, level: 'fatal'",
      "access_denied: { code: 49, level: ['fatal']",
      /alerts\.access_denied\.level: \["fatal"\] does not fit\n {2}write one of warning, fatal/,
      'access_denied: { code: 49',
    ],
    [
      'a use for nothing',
      "key: 'rsa',\n    hash: 'sha256',\n    use: ['tls13', 'tls12', 'certificate']",
      "key: 'rsa',\n    hash: 'sha256',\n    use: []",
      /rsa_pss_rsae_sha256\.use: \[\] does not fit\n {2}write a list of tls13, tls12, certificate/,
      'use: []',
    ],
    [
      'a length of 0',
      'serverShareLength: 1120,',
      'serverShareLength: 0,',
      /namedGroups\.X25519MLKEM768\.serverShareLength: 0 does not fit\n {2}write a length in bytes, from 1/,
      'serverShareLength: 0',
    ],
    [
      'an alert called none',
      'export const alerts = {',
      "export const alerts = {\n  none: { code: 3, level: 'fatal', kind: 'error', rfc: '9846#6.2' },",
      /alerts\.none: is no name for an alert\n {2}give it another name/,
      'none: { code: 3',
    ],
    [
      'an error that ends in peace',
      "alert: 'decrypt_error',\n    fault: 'peer',\n    rfc: '9846#4.5.3'",
      "alert: 'close_notify',\n    fault: 'peer',\n    rfc: '9846#4.5.3'",
      /ERR_TLS_BAD_FINISHED\.alert: an error does not end with 'close_notify'\n {2}write a name/,
      "alert: 'close_notify',\n    fault: 'peer'",
    ],
    [
      'an alert that stands twice',
      'export const alerts = {',
      'export const alerts = {\n  close_notify: {},',
      /'close_notify' stands twice, first on line \d+\n {2}keep one of them/,
      'close_notify: { code: 0',
    ],
    [
      'a table that is gone',
      'export const namedGroups',
      'export const groups',
      /namedGroups: is not exported/,
      '',
    ],
  ])('%s', async (_name, from, to, text, at) => {
    const root = spoiledSpec(FILE, from, to);
    const fault = await emitRegistries(root).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(SpecError);
    expect(fault).toMatchObject({ file: FILE, line: at === '' ? 1 : lineOf(root, FILE, at) });
    expect(String(fault)).toMatch(text);
  });
});
