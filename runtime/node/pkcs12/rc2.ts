/**
 * RC2 in CBC mode (RFC 2268), decryption only: what OpenSSL before 3.0 and Windows before 10
 * encrypted certificates with, by 40 bits. It hides nothing, and OpenSSL 3 has laid it away; but
 * the certificates are public, and the file's MAC is what they are believed by.
 */

const blockLength = 8;

/**
 * Decrypts, and takes the padding off. The key is as strong as it is long.
 * @param initial eight bytes
 * @throws Error if the plaintext does not end with a padding
 */
export function decryptRc2(
  key: Uint8Array,
  initial: Uint8Array,
  ciphertext: Uint8Array,
): Uint8Array {
  const expanded = expandKey(key);
  const plaintext = new Uint8Array(ciphertext.length);
  let before = initial;
  for (let at = 0; at + blockLength <= ciphertext.length; at += blockLength) {
    const block = ciphertext.subarray(at, at + blockLength);
    plaintext.set(decryptBlock(expanded, block), at);
    for (let i = 0; i < blockLength; i++)
      plaintext[at + i] = at8(plaintext, at + i) ^ at8(before, i);
    before = block;
  }
  return withoutPadding(plaintext);
}

/** RFC 8018 6.1.1: as many bytes as each of them says. */
function withoutPadding(plaintext: Uint8Array): Uint8Array {
  const count = plaintext.at(-1) ?? 0;
  const padding = plaintext.subarray(-count);
  const isWhole = plaintext.length > 0 && plaintext.length % blockLength === 0;
  const isPadding = count >= 1 && count <= blockLength && padding.every((byte) => byte === count);
  if (!isWhole || !isPadding) throw new Error('RC2: the plaintext has no padding');
  return plaintext.subarray(0, -count);
}

/** RFC 2268 2, with as many effective bits (T1) as the key has: 64 words of 16 bits. */
function expandKey(key: Uint8Array): Uint16Array {
  const bytes = new Uint8Array(128);
  bytes.set(key);
  for (let i = key.length; i < 128; i++) {
    bytes[i] = piAt(at8(bytes, i - 1) + at8(bytes, i - key.length));
  }
  bytes[128 - key.length] = piAt(at8(bytes, 128 - key.length));
  for (let i = 127 - key.length; i >= 0; i--) {
    bytes[i] = piAt(at8(bytes, i + 1) ^ at8(bytes, i + key.length));
  }
  return Uint16Array.from(
    { length: 64 },
    (_, i) => at8(bytes, 2 * i) | (at8(bytes, 2 * i + 1) << 8),
  );
}

/** RFC 2268 4: five mixing rounds, a mashing one, six, another, five; all of it backwards. */
function decryptBlock(key: Uint16Array, block: Uint8Array): Uint8Array {
  const words = [0, 1, 2, 3].map((i) => at8(block, 2 * i) | (at8(block, 2 * i + 1) << 8));
  const word = (i: number) => words[i & 3] ?? 0;
  for (let round = 15; round >= 0; round--) {
    for (let i = 3; i >= 0; i--) {
      const shift = shifts[i] ?? 0;
      const turned = ((word(i) >>> shift) | (word(i) << (16 - shift))) & 0xffff;
      const mixed = (word(i + 3) & word(i + 2)) + (~word(i + 3) & word(i + 1));
      words[i] = (turned - (key[4 * round + i] ?? 0) - mixed) & 0xffff;
    }
    if (round !== 11 && round !== 5) continue;
    for (let i = 3; i >= 0; i--) words[i] = (word(i) - (key[word(i + 3) & 63] ?? 0)) & 0xffff;
  }
  return Uint8Array.from(words.flatMap((one) => [one & 0xff, one >> 8]));
}

/** How far each word of a block is turned. */
const shifts = [1, 2, 3, 5] as const;

function at8(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

function piAt(at: number): number {
  return at8(piTable, at & 0xff);
}

/** RFC 2268 2: each byte once, in an order that follows from the digits of pi. */
const piTable = Buffer.from(
  [
    'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2',
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82',
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626',
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7',
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec',
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731',
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9',
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  ].join(''),
  'hex',
);
