/**
 * Answers a ClientHello in TLS 1.2 (RFC 5246 7.4.1; RFC 5746 3.6; RFC 7507 3; RFC 7627 5.2; RFC 8422
 * 5.1). Which of the suites it is follows from the certificate.
 */
import type { ClientHelloExtensions } from '../../generated/extensions.ts';
import { CipherSuite as CipherSuiteCode, ECPointFormat } from '../../generated/messages.ts';
import {
  type KeyKind,
  namedGroupOf,
  namedGroups,
  signatureSchemeOf,
} from '../../generated/registries.ts';
import type { ChooseCertificateRequest } from '../engine/tasks.ts';
import { authenticationBy, curveOf, isSchemeFor } from '../handshake/credentials.ts';
import { refuse } from '../handshake/judge.ts';
import { suiteOf } from '../handshake/preferences.ts';
import { type AnyCipherSuite, isStaticRsa } from '../legacy/suites.ts';
import type { CommonAnswer, Tls12Answer } from './answer.ts';
import type { ServerMeans } from './server-means.ts';

/** @throws TlsError for a ClientHello that must be refused */
export function answerInTls12(
  common: CommonAnswer,
  extensions: ClientHelloExtensions,
  means: ServerMeans,
): Tls12Answer {
  const { hello, signatureSchemes } = common;
  judgePointFormats(extensions);
  judgeRenegotiation(extensions);
  const isExtendedMasterSecret = extensions.extendedMasterSecret !== undefined;
  if (!isExtendedMasterSecret && (means.options.requireExtendedMasterSecret ?? true)) {
    refuse('ERR_TLS_NO_EXTENDED_MASTER_SECRET', 'the client does not know extended_master_secret');
  }
  const known = commonSuites(hello.cipherSuites, means);
  const groups = extensions.supportedGroups?.namedGroupList;
  const group = chooseGroup(groups, means);
  const suites = group === undefined ? known.filter(isStaticRsa) : known;
  if (suites.length === 0) refuse('ERR_TLS_NO_SHARED_GROUP', 'no group of TLS 1.2 in common');
  const isUsable = (code: number) => isSignable(code, suites, groups);
  return {
    ...common,
    version: 'TLSv1.2',
    suites,
    group,
    // @req 5246:7.4.3:2 5246:7.4.3:3
    signatureSchemes: signatureSchemes.filter(isUsable),
    isExtendedMasterSecret,
    takesEncryptThenMac: extensions.encryptThenMac !== undefined,
    // @req 5746:3.6:1
    securesRenegotiation:
      extensions.renegotiationInfo !== undefined ||
      hello.cipherSuites.includes(CipherSuiteCode.TLS_EMPTY_RENEGOTIATION_INFO_SCSV),
    asksForPointFormats: extensions.ecPointFormats !== undefined,
  };
}

/** The suite for a certificate with a key of this kind; undefined if the client has none for it. */
export function suiteFor(
  suites: readonly AnyCipherSuite[],
  key: KeyKind,
): AnyCipherSuite | undefined {
  // @req 5246:7.4.2:2 5246:7.4.2:6 5246:7.4.3:4 8422:2.1:1 8422:2.2:1 8422:5.3:2
  return suites.find(
    (suite) => suite.authentication === authenticationBy(key) && !isStaticRsa(suite),
  );
}

/** What `legacy` would make of each certificate, for whoever chooses one. */
export function legacyWish({
  suites,
  signatureSchemes,
}: Tls12Answer): Pick<ChooseCertificateRequest, 'legacySchemes' | 'takesStaticRsa'> {
  const legacySchemes = signatureSchemes.filter((code) => {
    const { key } = signatureSchemeOf(code) ?? {};
    return key !== undefined && suiteFor(suites, key)?.aead === 'none';
  });
  return {
    ...(legacySchemes.length > 0 && { legacySchemes }),
    ...(suites.some(isStaticRsa) && { takesStaticRsa: true }),
  };
}

function judgePointFormats({ ecPointFormats }: ClientHelloExtensions): void {
  const formats = ecPointFormats?.ecPointFormatList ?? [ECPointFormat.uncompressed];
  // @req 8422:5.1.2:1 8422:5.1.2:2
  if (formats.includes(ECPointFormat.uncompressed)) return;
  refuse('ERR_TLS_ILLEGAL_PARAMETER', 'the client does not take uncompressed points');
}

/** It is the first handshake for us, and must be for the client. */
function judgeRenegotiation({ renegotiationInfo }: ClientHelloExtensions): void {
  // @req 5746:3.6:2 5746:3.6:3
  if ((renegotiationInfo?.renegotiatedConnection.length ?? 0) === 0) return;
  refuse('ERR_TLS_NO_RENEGOTIATION_INFO', 'the client takes this for a second handshake');
}

function commonSuites(
  offered: readonly number[],
  { session }: ServerMeans,
): readonly AnyCipherSuite[] {
  const { preferences } = session;
  const suites = preferences.cipherSuites
    // @req 5246:7.4.1.2:2
    .filter((code) => offered.includes(code))
    .flatMap((code) => suiteOf(code, preferences) ?? [])
    .filter(({ protocol }) => protocol === 'TLSv1.2');
  if (suites.length > 0) return suites;
  return refuse(
    'ERR_TLS_NO_SHARED_CIPHER_SUITE',
    'no cipher suite of TLS 1.2 that the client offers is supported',
  );
}

/** @param offered undefined: the client leaves it to us (RFC 8422 4) */
function chooseGroup(
  offered: readonly number[] | undefined,
  { session }: ServerMeans,
): number | undefined {
  const ours = session.preferences.groups.filter((code) => namedGroupOf(code)?.tls12 === true);
  const usual = namedGroups.secp256r1.code;
  const common =
    offered === undefined
      ? ours.toSorted((a, b) => Number(b === usual) - Number(a === usual))
      : ours.filter((code) => offered.includes(code));
  // @req 8422:4:2 8422:5.1:4 8422:5.1:5 8422:5.1:6
  return common[0];
}

/** Whether a key for this scheme has a suite, and its curve is one that the client knows (5.1). */
function isSignable(
  code: number,
  suites: readonly AnyCipherSuite[],
  groups: readonly number[] | undefined,
): boolean {
  const scheme = signatureSchemeOf(code);
  if (scheme === undefined || !isSchemeFor('TLSv1.2', code)) return false;
  if (suiteFor(suites, scheme.key) === undefined) return false;
  // @req 5246:7.4.2:13 8422:5.3:3 8422:5.3:4
  const curve = curveOf(scheme.key);
  return curve === undefined || groups === undefined || groups.includes(curve);
}
