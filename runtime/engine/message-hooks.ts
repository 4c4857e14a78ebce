/**
 * A way in for tests that replay recorded handshakes: each hook may replace a message that the
 * engine has made before it is sent. Not part of the public interface.
 */
import type { ClientHello, EncryptedExtensions, ServerHello } from '../../generated/messages.ts';

export interface MessageHooks {
  readonly clientHello?: (made: ClientHello) => ClientHello;
  readonly serverHello?: (made: ServerHello) => ServerHello;
  readonly encryptedExtensions?: (made: EncryptedExtensions) => EncryptedExtensions;
}
