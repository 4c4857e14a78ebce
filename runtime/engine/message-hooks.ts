/**
 * A way in for tests that replay recorded handshakes: each hook may replace a message that the
 * engine has made before it is sent. Not part of the public interface.
 */
import type {
  CertificateRequest,
  ClientHello,
  EncryptedExtensions,
  ServerHello,
} from '../../generated/messages.ts';

export interface MessageHooks {
  /** The first one; `secondClientHello` answers a HelloRetryRequest. */
  readonly clientHello?: (made: ClientHello) => ClientHello;
  readonly secondClientHello?: (made: ClientHello) => ClientHello;
  /** The cookie that a HelloRetryRequest sends and the second hello must bring. */
  readonly cookie?: (made: Uint8Array | undefined) => Uint8Array;
  /** A HelloRetryRequest too, which is the same structure (RFC 9846 4.2.3). */
  readonly serverHello?: (made: ServerHello) => ServerHello;
  readonly encryptedExtensions?: (made: EncryptedExtensions) => EncryptedExtensions;
  readonly certificateRequest?: (made: CertificateRequest) => CertificateRequest;
}
