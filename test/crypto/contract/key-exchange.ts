/** What every provider's groups keep to (RFC 9846 4.3.8, 7.4.2; FIPS 203). */
import { describe, expect, it } from 'vitest';
import { namedGroups } from '../../../generated/registries.ts';
import type { CryptoProvider, RandomBytes } from '../../../runtime/crypto/provider.ts';
import { randomFrom } from '../../support/pair.ts';
import { bytesOf } from '../../support/plain-bytes.ts';

const groups = Object.values(namedGroups);
const { X25519MLKEM768: hybrid, x25519, secp256r1 } = namedGroups;
/** A coordinate that is on neither curve with y = 0. */
const p256Prime = 'ffffffff00000001000000000000000000000000ffffffffffffffffffffffff';

/** Two providers agree on a secret, whichever of them is the client. */
export function shareSecrets(one: CryptoProvider, other: CryptoProvider): void {
  // @req 9846:9.1:3
  it.each(groups)('$name', ({ code, name }) => {
    const client = one.offerKeyShare(code, one.randomBytes);
    const server = other.acceptKeyShare(code, client.publicKey, other.randomBytes);
    const secret = server && client.secretWith(server.publicKey);
    expect(secret?.bytes).toHaveLength(secretLengths[name]);
    expect(secret?.bytes).toEqual(server?.secret.bytes);
  });

  it.each(groups)('$name: the same random bytes make the same shares', ({ code }) => {
    const [client, same] = [one, other].map((each) => each.offerKeyShare(code, randomFrom('c')));
    expect(client?.publicKey).toEqual(same?.publicKey);
    const answers = [one, other].map((each) =>
      each.acceptKeyShare(code, client?.publicKey ?? new Uint8Array(0), randomFrom('s')),
    );
    expect(answers[0]?.publicKey).toEqual(answers[1]?.publicKey);
    expect(answers[0]?.secret.bytes).toEqual(answers[1]?.secret.bytes);
  });
}

const secretLengths = { X25519MLKEM768: 64, x25519: 32, secp256r1: 32, secp384r1: 48 } as const;

export function keepsKeyExchange(provider: CryptoProvider): void {
  describe.each(groups)('$name', ({ code, clientShareLength, serverShareLength }) => {
    const offer = (random: RandomBytes = provider.randomBytes) =>
      provider.offerKeyShare(code, random);
    const accept = (share: Uint8Array) =>
      provider.acceptKeyShare(code, share, provider.randomBytes);

    it('has shares of the lengths of the registry, in plain arrays', () => {
      const share = offer();
      expect(share.group).toBe(code);
      const answer = accept(share.publicKey);
      expect(share.publicKey).toHaveLength(clientShareLength);
      expect(answer?.publicKey).toHaveLength(serverShareLength);
      for (const bytes of [share.publicKey, answer?.publicKey, answer?.secret.bytes]) {
        expect(Object.getPrototypeOf(bytes)).toBe(Uint8Array.prototype);
      }
    });

    it('refuses shares of another length on both sides', () => {
      const share = offer();
      for (const length of [0, 1, clientShareLength - 1, clientShareLength + 1]) {
        expect(accept(resized(share.publicKey, length)), `${length}`).toBeUndefined();
      }
      const answer = accept(share.publicKey)?.publicKey ?? new Uint8Array(0);
      for (const length of [0, 1, serverShareLength - 1, serverShareLength + 1]) {
        expect(share.secretWith(resized(answer, length)), `${length}`).toBeUndefined();
      }
    });

    it('overwrites the random bytes of its private keys, at the latest with wipe()', () => {
      const given: Uint8Array[] = [];
      const random = (length: number) => {
        const bytes = provider.randomBytes(length);
        given.push(bytes);
        return bytes;
      };
      const share = offer(random);
      const answer = provider.acceptKeyShare(code, share.publicKey, random);
      share.wipe();
      share.wipe();
      expect(given.length).toBeGreaterThan(1);
      for (const bytes of given) expect(bytes.every((byte) => byte === 0)).toBe(true);
      expect(() => share.secretWith(answer?.publicKey ?? share.publicKey)).toThrow('wiped');
    });

    it('refuses a random source that gives too little or too much', () => {
      const { publicKey } = offer();
      for (const excess of [-1, 1]) {
        const wrong = (length: number) => provider.randomBytes(length + excess);
        expect(() => offer(wrong)).toThrow(RangeError);
        expect(() => provider.acceptKeyShare(code, publicKey, wrong)).toThrow(RangeError);
      }
    });

    it('takes Buffers for what they hold', () => {
      const random = (length: number) => Buffer.from(provider.randomBytes(length));
      const share = offer(random);
      const peerShare = Buffer.from(share.publicKey);
      const answer = provider.acceptKeyShare(code, peerShare, random);
      const back = Buffer.from(answer?.publicKey ?? []);
      expect(share.secretWith(back)?.bytes).toEqual(answer?.secret.bytes);
      expect([peerShare, back]).toEqual(
        [share.publicKey, answer?.publicKey].map((one) => Buffer.from(one ?? [])),
      );
    });

    it('can be asked for a secret again', () => {
      const share = offer();
      const answer = accept(share.publicKey)?.publicKey ?? new Uint8Array(0);
      expect(share.secretWith(answer)?.bytes).toEqual(share.secretWith(answer)?.bytes);
    });
  });

  describe('X25519', () => {
    // @req 9846:7.4.2:3
    it.each([
      ['zero', '00'.repeat(32)],
      ['one', `01${'00'.repeat(31)}`],
      ['order 8', 'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800'],
      ['order 8, the other', '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157'],
      ['p - 1', `ec${'ff'.repeat(30)}7f`],
      ['p', `ed${'ff'.repeat(30)}7f`],
      ['p + 1', `ee${'ff'.repeat(30)}7f`],
      ['zero with the top bit', `${'00'.repeat(31)}80`],
    ])('refuses the point %s on both sides, alone and in the hybrid', (_name, point) => {
      const bad = bytesOf(point);
      const { randomBytes } = provider;
      expect(provider.acceptKeyShare(x25519.code, bad, randomBytes)).toBeUndefined();
      expect(provider.offerKeyShare(x25519.code, randomBytes).secretWith(bad)).toBeUndefined();
      const client = provider.offerKeyShare(hybrid.code, randomBytes);
      const spoilt = withTail(client.publicKey, bad);
      expect(provider.acceptKeyShare(hybrid.code, spoilt, randomBytes)).toBeUndefined();
      const server = provider.acceptKeyShare(hybrid.code, client.publicKey, randomBytes);
      const answer = withTail(server?.publicKey ?? new Uint8Array(0), bad);
      expect(client.secretWith(answer)).toBeUndefined();
    });
  });

  describe('P-256', () => {
    const good = () => provider.offerKeyShare(secp256r1.code, provider.randomBytes).publicKey;
    // @req 9846:4.3.8.2:1
    it.each([
      ['not on the curve', () => withTail(good(), Uint8Array.of(0, 0))],
      ['infinity, padded', () => new Uint8Array(65)],
      ['x and y of zero', () => bytesOf(`04${'00'.repeat(64)}`)],
      ['a coordinate of p', () => bytesOf(`04${p256Prime}${'00'.repeat(32)}`)],
      ['the hybrid form', () => withHead(good(), 6 + (Number(good().at(-1)) & 1))],
      ['a compressed point, padded', () => withHead(good(), 2)],
    ])('refuses a point that is %s', (_name, make) => {
      const point = make();
      const { randomBytes } = provider;
      expect(provider.acceptKeyShare(secp256r1.code, point, randomBytes)).toBeUndefined();
      const own = provider.offerKeyShare(secp256r1.code, randomBytes);
      expect(own.secretWith(point)).toBeUndefined();
    });

    it('gives up on a random source without a scalar in it', () => {
      const zeros = (length: number) => new Uint8Array(length);
      expect(() => provider.offerKeyShare(secp256r1.code, zeros)).toThrow('random source');
    });

    it('passes over random bytes that are no scalar, and overwrites them', () => {
      const order = bytesOf('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
      const given = [new Uint8Array(32), order, new Uint8Array(32).fill(255), one()];
      const left = [...given];
      const random = () => left.shift() ?? new Uint8Array(0);
      const share = provider.offerKeyShare(secp256r1.code, random);
      const expected = provider.offerKeyShare(secp256r1.code, one);
      expect(share.publicKey).toEqual(expected.publicKey);
      expect(given.slice(0, 3).flatMap((bytes) => [...bytes])).toEqual(Array(96).fill(0));
    });
  });

  describe('ML-KEM-768', () => {
    it.each([
      ['own', provider.randomBytes],
      ['given', (length: number) => provider.randomBytes(length)],
    ])('refuses a key with a coefficient of 3329, with %s random bytes', (_name, random) => {
      const { publicKey } = provider.offerKeyShare(hybrid.code, provider.randomBytes);
      const spoilt = publicKey.slice();
      [spoilt[0], spoilt[1]] = [0x01, (Number(spoilt[1]) & 0xf0) | 0x0d];
      expect(provider.acceptKeyShare(hybrid.code, spoilt, random)).toBeUndefined();
    });

    it('gives another secret for a ciphertext that was changed (FIPS 203 6.3)', () => {
      const client = provider.offerKeyShare(hybrid.code, provider.randomBytes);
      const server = provider.acceptKeyShare(hybrid.code, client.publicKey, provider.randomBytes);
      const changed = server?.publicKey.slice() ?? new Uint8Array(0);
      changed[7] = Number(changed[7]) ^ 1;
      const secret = client.secretWith(changed);
      const expected = server?.secret.bytes ?? new Uint8Array(0);
      expect(secret?.bytes).toHaveLength(64);
      expect(secret?.bytes.subarray(0, 32)).not.toEqual(expected.subarray(0, 32));
      expect(secret?.bytes.subarray(32)).toEqual(expected.subarray(32));
    });
  });
}

function one(): Uint8Array {
  return withTail(new Uint8Array(32), Uint8Array.of(1));
}

function resized(bytes: Uint8Array, length: number): Uint8Array {
  const copy = new Uint8Array(length);
  copy.set(bytes.subarray(0, length));
  return copy;
}

function withTail(bytes: Uint8Array, tail: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  copy.set(tail, copy.length - tail.length);
  return copy;
}

function withHead(bytes: Uint8Array, head: number): Uint8Array {
  const copy = bytes.slice();
  copy[0] = head;
  return copy;
}
