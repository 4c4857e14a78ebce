/**
 * Generated from spec/key-schedule.ts by npm run generate; do not edit.
 *
 * The key schedules: of TLS 1.3 (RFC 9846 7) one function a stage, of TLS 1.2 (RFC 5246 8) one for
 * each result. Secrets that come back belong to the caller, who wipes them; intermediates are
 * wiped here.
 */

import {
  deriveSecret,
  expandLabel,
  extractSecret,
  type Kdf,
  zeroSecret,
} from '../runtime/codegen/kdf.ts';
import { expandSeed, type Prf } from '../runtime/codegen/prf.ts';
import type { Secret } from '../runtime/codegen/secret.ts';

/**
 * The handshake stage: from the shared secret to the keys that protect the rest of the handshake
 * (RFC 9846 7.1).
 */
export interface HandshakeStage {
  /** client_handshake_traffic_secret: the client's handshake keys and Finished. */
  readonly clientHandshakeTrafficSecret: Secret;
  /** server_handshake_traffic_secret: the server's handshake keys and Finished. */
  readonly serverHandshakeTrafficSecret: Secret;
  /** Main Secret: parent of the later stages. */
  readonly mainSecret: Secret;
}

/**
 * Derives the handshake stage (RFC 9846 7.1).
 * Wipes sharedSecret: nothing is derived from it afterwards.
 * @param sharedSecret result of the key exchange
 * @param transcriptHash Transcript-Hash(ClientHello..ServerHello)
 */
export function deriveHandshakeStage(
  kdf: Kdf,
  sharedSecret: Secret,
  transcriptHash: Uint8Array,
): HandshakeStage {
  const zeros = zeroSecret(kdf);
  const earlySecret = extractSecret(kdf, zeros, zeros);
  const earlyDerivedSecret = deriveSecret(kdf, earlySecret, 'derived', kdf.emptyHash);
  earlySecret.wipe();
  const handshakeSecret = extractSecret(kdf, earlyDerivedSecret, sharedSecret);
  earlyDerivedSecret.wipe();
  sharedSecret.wipe();
  const clientHandshakeTrafficSecret = deriveSecret(
    kdf,
    handshakeSecret,
    'c hs traffic',
    transcriptHash,
  );
  const serverHandshakeTrafficSecret = deriveSecret(
    kdf,
    handshakeSecret,
    's hs traffic',
    transcriptHash,
  );
  const handshakeDerivedSecret = deriveSecret(kdf, handshakeSecret, 'derived', kdf.emptyHash);
  handshakeSecret.wipe();
  const mainSecret = extractSecret(kdf, handshakeDerivedSecret, zeros);
  handshakeDerivedSecret.wipe();
  return { clientHandshakeTrafficSecret, serverHandshakeTrafficSecret, mainSecret };
}

/**
 * The application stage: the first generation of application keys, and the exporter (RFC 9846
 * 7.1).
 */
export interface ApplicationStage {
  /** client_application_traffic_secret_0: the client's application keys. */
  readonly clientApplicationTrafficSecret: Secret;
  /** server_application_traffic_secret_0: the server's application keys. */
  readonly serverApplicationTrafficSecret: Secret;
  /** exporter_secret: keying material for the application. */
  readonly exporterSecret: Secret;
}

/**
 * Derives the application stage (RFC 9846 7.1).
 * @param handshake the handshake stage, for its mainSecret
 * @param transcriptHash Transcript-Hash(ClientHello..server Finished)
 */
export function deriveApplicationStage(
  kdf: Kdf,
  { mainSecret }: HandshakeStage,
  transcriptHash: Uint8Array,
): ApplicationStage {
  const clientApplicationTrafficSecret = deriveSecret(
    kdf,
    mainSecret,
    'c ap traffic',
    transcriptHash,
  );
  const serverApplicationTrafficSecret = deriveSecret(
    kdf,
    mainSecret,
    's ap traffic',
    transcriptHash,
  );
  const exporterSecret = deriveSecret(kdf, mainSecret, 'exp master', transcriptHash);
  return { clientApplicationTrafficSecret, serverApplicationTrafficSecret, exporterSecret };
}

/** The resumption stage: what later connections resume from (RFC 9846 7.1). */
export interface ResumptionStage {
  /** resumption_secret: parent of the PSK of each ticket. */
  readonly resumptionSecret: Secret;
}

/**
 * Derives the resumption stage (RFC 9846 7.1).
 * Wipes mainSecret: nothing is derived from it afterwards.
 * @param handshake the handshake stage, for its mainSecret
 * @param transcriptHash Transcript-Hash(ClientHello..client Finished)
 */
export function deriveResumptionStage(
  kdf: Kdf,
  { mainSecret }: HandshakeStage,
  transcriptHash: Uint8Array,
): ResumptionStage {
  const resumptionSecret = deriveSecret(kdf, mainSecret, 'res master', transcriptHash);
  mainSecret.wipe();
  return { resumptionSecret };
}

/**
 * Derives PSK: what the connection that uses one ticket starts from (RFC 9846 4.7.1).
 * @param ticketNonce ticket_nonce of the NewSessionTicket
 */
export function deriveTicketPsk(
  kdf: Kdf,
  resumptionSecret: Secret,
  ticketNonce: Uint8Array,
): Secret {
  return expandLabel(kdf, resumptionSecret, 'resumption', { context: ticketNonce });
}

/**
 * Derives finished_key: the HMAC key of the Finished message of the secret's owner (RFC 9846
 * 4.5.3).
 * @param secret clientHandshakeTrafficSecret or serverHandshakeTrafficSecret
 */
export function deriveFinishedKey(kdf: Kdf, secret: Secret): Secret {
  return expandLabel(kdf, secret, 'finished');
}

/**
 * Derives [sender]_write_key: the AEAD key of the records of one side (RFC 9846 7.3).
 * @param secret clientHandshakeTrafficSecret, serverHandshakeTrafficSecret,
 * clientApplicationTrafficSecret or serverApplicationTrafficSecret
 * @param keyLength length of a key of the AEAD
 */
export function deriveTrafficKey(kdf: Kdf, secret: Secret, keyLength: number): Secret {
  return expandLabel(kdf, secret, 'key', { length: keyLength });
}

/**
 * Derives [sender]_write_iv: what record numbers are mixed into to be nonces (RFC 9846 7.3).
 * @param secret clientHandshakeTrafficSecret, serverHandshakeTrafficSecret,
 * clientApplicationTrafficSecret or serverApplicationTrafficSecret
 * @param ivLength length of a nonce of the AEAD
 */
export function deriveTrafficIv(kdf: Kdf, secret: Secret, ivLength: number): Secret {
  return expandLabel(kdf, secret, 'iv', { length: ivLength });
}

/**
 * Derives application_traffic_secret_N+1: the generation after a KeyUpdate (RFC 9846 7.2).
 * @param secret clientApplicationTrafficSecret or serverApplicationTrafficSecret
 */
export function deriveNextTrafficSecret(kdf: Kdf, secret: Secret): Secret {
  return expandLabel(kdf, secret, 'traffic upd');
}

/**
 * Derives master_secret: parent of everything in a handshake without extended_master_secret (RFC
 * 5246 8.1).
 * @param clientRandom random of the ClientHello
 * @param serverRandom random of the ServerHello
 */
export function deriveMasterSecret(
  prf: Prf,
  preMasterSecret: Secret,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
): Secret {
  return expandSeed(prf, preMasterSecret, 'master secret', [clientRandom, serverRandom], 48);
}

/**
 * Derives extended master_secret: parent of everything: bound to the whole handshake, certificate
 * included (RFC 7627 4).
 * @param sessionHash hash of ClientHello..ClientKeyExchange
 */
export function deriveExtendedMasterSecret(
  prf: Prf,
  preMasterSecret: Secret,
  sessionHash: Uint8Array,
): Secret {
  return expandSeed(prf, preMasterSecret, 'extended master secret', [sessionHash], 48);
}

/**
 * Derives key_block: the keys and implicit nonces of both sides, to be cut in order (RFC 5246
 * 6.3).
 * @param secret masterSecret or extendedMasterSecret
 * @param serverRandom random of the ServerHello
 * @param clientRandom random of the ClientHello
 * @param keyBlockLength length of the keys and implicit nonces of both sides
 */
export function deriveKeyBlock(
  prf: Prf,
  secret: Secret,
  serverRandom: Uint8Array,
  clientRandom: Uint8Array,
  keyBlockLength: number,
): Secret {
  return expandSeed(prf, secret, 'key expansion', [serverRandom, clientRandom], keyBlockLength);
}

/**
 * Derives verify_data of the client's Finished: that the client saw the same handshake (RFC 5246
 * 7.4.9).
 * @param secret masterSecret or extendedMasterSecret
 * @param handshakeHash hash of all handshake messages before this Finished
 */
export function deriveClientVerifyData(
  prf: Prf,
  secret: Secret,
  handshakeHash: Uint8Array,
): Secret {
  return expandSeed(prf, secret, 'client finished', [handshakeHash], 12);
}

/**
 * Derives verify_data of the server's Finished: that the server saw the same handshake (RFC 5246
 * 7.4.9).
 * @param secret masterSecret or extendedMasterSecret
 * @param handshakeHash hash of all handshake messages before this Finished
 */
export function deriveServerVerifyData(
  prf: Prf,
  secret: Secret,
  handshakeHash: Uint8Array,
): Secret {
  return expandSeed(prf, secret, 'server finished', [handshakeHash], 12);
}
