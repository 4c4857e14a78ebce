/** Between node:crypto's Buffers and the plain arrays of the crypto interface. Nothing is copied. */

/**
 * The same memory as a plain Uint8Array: a Buffer's `slice` shares memory where an array's copies,
 * and callers must be able to count on the copy.
 */
export function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

/** The same memory as a Buffer. */
export function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

/** As a JSON Web Key writes bytes (RFC 7515 2). */
export function base64Url(bytes: Uint8Array): string {
  return bufferOf(bytes).toString('base64url');
}
