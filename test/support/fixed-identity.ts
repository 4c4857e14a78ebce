/**
 * Key, certificates and clock that never change, for connections that are the same byte for byte
 * in every run. The server is host.example, its certificate comes from the CA `Root`.
 */
import { noble, type PrivateKey, parseCertificate } from '../../runtime/index.ts';
import { integer, makeCa, makeLeaf, octetString, oid, sequence, testKey } from '../x509/make.ts';

export { nowMs } from '../x509/make.ts';

/** The name that the server's certificate is good for. */
export const serverName = 'host.example';

/** What the client trusts. */
export const anchors = [parseCertificate(makeCa('Root', 'Root'))];

/** The server's certificates, its own first. */
export const serverCertificates: readonly Uint8Array[] = [makeLeaf('Root')];

/** The key of the server's certificate, imported anew: whoever asks may wipe it. */
export function serverKey(): PrivateKey {
  const algorithm = sequence(oid('1.2.840.10045.2.1'), oid('1.2.840.10045.3.1.7'));
  const key = sequence(integer(1), octetString(testKey('leaf').secretKey));
  return noble.importPrivateKey(sequence(integer(0), algorithm, octetString(key)));
}
