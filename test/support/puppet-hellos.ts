/** What stands in the extensions of a hello and its kin, for both halves of a puppet. */
import {
  decodeKeyShareClientHello,
  decodeKeyShareHelloRetryRequest,
  decodeKeyShareServerHello,
  decodeNamedGroupList,
  decodeRecordSizeLimit,
  decodeSignatureSchemeList,
  type Extension,
  ExtensionType,
  type KeyShareEntry,
} from '../../generated/messages.ts';

/** ClientHello and ServerHello of any version. */
type Extended = { readonly extensions?: readonly Extension[] | undefined };

/** The body of the first extension of a type. */
export function extensionIn(
  extensions: readonly Extension[] = [],
  type: number,
): Uint8Array | undefined {
  return extensions.find((one) => one.extensionType === type)?.extensionData;
}

/** The client's key shares. */
export function sharesIn({ extensions }: Extended): readonly KeyShareEntry[] {
  const body = extensionIn(extensions, ExtensionType.key_share);
  return body === undefined ? [] : decodeKeyShareClientHello(body).clientShares;
}

/** supported_groups. */
export function groupsIn({ extensions }: Extended): readonly number[] {
  const body = extensionIn(extensions, ExtensionType.supported_groups);
  return body === undefined ? [] : decodeNamedGroupList(body).namedGroupList;
}

/** The server's key share. */
export function serverShareIn({ extensions }: Extended): KeyShareEntry | undefined {
  const body = extensionIn(extensions, ExtensionType.key_share);
  return body === undefined ? undefined : decodeKeyShareServerHello(body).serverShare;
}

/** The group that a HelloRetryRequest asks for. */
export function selectedGroupIn({ extensions }: Extended): number | undefined {
  const body = extensionIn(extensions, ExtensionType.key_share);
  return body === undefined ? undefined : decodeKeyShareHelloRetryRequest(body).selectedGroup;
}

/** signature_algorithms of a ClientHello or CertificateRequest. */
export function schemesIn(extensions: readonly Extension[] | undefined): readonly number[] {
  const body = extensionIn(extensions, ExtensionType.signature_algorithms);
  return body === undefined ? [] : decodeSignatureSchemeList(body).supportedSignatureAlgorithms;
}

/** record_size_limit (RFC 8449 4). */
export function recordSizeLimitIn(extensions: readonly Extension[] | undefined) {
  const body = extensionIn(extensions, ExtensionType.record_size_limit);
  return body === undefined ? undefined : decodeRecordSizeLimit(body).recordSizeLimit;
}
