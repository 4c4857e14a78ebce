/** ContentType (RFC 9846 5.1) and the other numbers of a record's header. */
export const ContentType = {
  changeCipherSpec: 20,
  alert: 21,
  handshake: 22,
  applicationData: 23,
} as const;

/** ContentType, ProtocolVersion and length. */
export const RECORD_HEADER_LENGTH = 5;
/** HandshakeType and uint24 length. */
export const HANDSHAKE_HEADER_LENGTH = 4;
