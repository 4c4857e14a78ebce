/** The header of handshake messages (RFC 9846 4): msg_type and a 24-bit length. */
export function frame(handshakeType: number, body: Uint8Array): Uint8Array {
  const message = new Uint8Array(4 + body.length);
  message[0] = handshakeType;
  message[1] = body.length >>> 16;
  message[2] = body.length >>> 8;
  message[3] = body.length;
  message.set(body, 4);
  return message;
}
