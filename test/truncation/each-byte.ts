/**
 * A conversation is recorded once: a handshake, data both ways, a goodbye from both. Then each
 * side hears it again and again, cut off after each of its bytes. RFC 9846 6.1: never a clean end
 * unless both have said goodbye; data in whole records comes whole, before the error; of a record
 * that is cut nothing comes. In TLS 1.2 one goodbye ends both directions, and the same holds.
 */
import { describe, expect, it } from 'vitest';
import type { ProtocolName } from '../../generated/registries.ts';
import type { EngineOptions } from '../../runtime/engine/options.ts';
import type { ErrorCode } from '../../runtime/index.ts';
import { errorOf, namesOf, reasonOf } from '../support/effects.ts';
import { recordEachMessage } from '../support/record-each-message.ts';
import { ClientState, ServerState } from '../support/states.ts';
import { recordConversation } from './recording.ts';
import { saidTo, Talker } from './talker.ts';

type Ways = Readonly<Record<'client' | 'server', readonly string[]>>;

/** The states in which a side hears something of this conversation. */
const ways: Readonly<Record<ProtocolName, Ways>> = {
  'TLSv1.3': {
    client: [
      ClientState.WAIT_SH,
      ClientState.WAIT_SECOND_SH,
      ClientState.WAIT_EE,
      ClientState.WAIT_CERT_CR,
      ClientState.WAIT_CERT,
      ClientState.WAIT_CV,
      ClientState.WAIT_FINISHED,
      ClientState.HALF_CLOSED_LOCAL,
      ClientState.CLOSED,
    ],
    server: [
      ServerState.START,
      ServerState.WAIT_SECOND_CH,
      ServerState.WAIT_CERT,
      ServerState.WAIT_CV,
      ServerState.WAIT_FINISHED,
      ServerState.CONNECTED,
      ServerState.CLOSED,
    ],
  },
  'TLSv1.2': {
    client: [
      ClientState.WAIT_SH,
      ClientState.WAIT_CERT12,
      ClientState.WAIT_SKE12,
      ClientState.WAIT_CR_SHD12,
      ClientState.WAIT_SHD12,
      ClientState.WAIT_CCS12,
      ClientState.WAIT_FINISHED12,
      ClientState.HALF_CLOSED_LOCAL,
      ClientState.CLOSED,
    ],
    server: [
      ServerState.START,
      ServerState.WAIT_CERT12,
      ServerState.WAIT_CKE12,
      ServerState.WAIT_CV12,
      ServerState.WAIT_CCS12,
      ServerState.WAIT_FINISHED12,
      ServerState.CONNECTED,
      ServerState.CLOSED,
    ],
  },
};

/** @param places where the stream ends without an error of the transport */
export function testCuts(version: ProtocolName, places: 'each byte' | 'some bytes'): void {
  // So that a cut meets every state.
  recordEachMessage();
  const recordings = recordConversation(version);

  describe.each(['client', 'server'] as const)(`in ${version}, a %s`, (role) => {
    const recording = recordings[role];
    const { stream, ends } = recording;
    /** What has come of the first bytes, one by one. */
    const steps = oneByOne();
    /** Around the end of each record, and every now and then. */
    const sample = [...steps.keys()].filter(
      (length) => length % 17 === 0 || ends.some((one) => Math.abs(one - length) < 2),
    );

    it('hears everything if nothing is cut', () => {
      console.log(`${version} ${role}: ${stream.length} bytes in ${ends.length} records`);
      const talker = cutAt(stream.length);
      talker.receiveEnd();
      expect(talker.end.data).toEqual(saidTo(role));
      expect(reasonOf(talker.end.effects)).toEqual({ clean: true });
      expect(new Set(steps.map(({ state }) => state))).toEqual(new Set(ways[version][role]));
    });

    it(`the end of the stream after ${places}`, () => {
      const lengths = places === 'each byte' ? steps.keys() : sample;
      for (const length of lengths) expectCut(length, 'ERR_TLS_TRUNCATED', cutAt(length), end);
    });

    it('a reset at the seams, and between', () => {
      for (const length of sample) expectCut(length, 'ERR_TLS_TRANSPORT', cutAt(length), reset);
    });

    it('with allowTruncation the end of the stream at the seams, and between', () => {
      for (const length of sample) {
        const talker = cutAt(length, { allowTruncation: true });
        if (!recording.isFinishedWithin(length)) {
          expectCut(length, 'ERR_TLS_TRUNCATED', talker, end);
          continue;
        }
        end(talker);
        const { effects, data } = talker.end;
        const where = `after ${length} bytes`;
        expect(printed(data), where).toBe(printed(recording.dataWithin(length)));
        expect(reasonOf(effects), where).toEqual({ clean: true });
        expect(namesOf(effects), where).toContain('endOfData');
      }
    });

    /** The connection is cut off: all that is whole has been heard, and then comes the error. */
    function expectCut(
      length: number,
      code: ErrorCode,
      talker: Talker,
      cutOff: (talker: Talker) => void,
    ): void {
      const where = `after ${length} bytes`;
      // All at once has come to the same as byte by byte.
      expect(outcomeOf(talker), where).toEqual(steps[length]);
      const before = talker.end.effects.length;
      cutOff(talker);
      const { effects, data } = talker.end;
      expect(printed(data), where).toBe(printed(recording.dataWithin(length)));
      if (recording.isGoodbyeWithin(length)) {
        expect(reasonOf(effects), where).toEqual({ clean: true });
        return;
      }
      const error = errorOf(effects);
      const state = steps[length]?.state;
      expect([error?.code, error?.state, error?.alert], where).toEqual([code, state, undefined]);
      // The error is the last thing, and nothing is said where nobody listens.
      const names = namesOf(effects);
      expect(names.slice(before), where).not.toContain('write');
      expect(names.at(-1), where).toBe('ended');
      expect(names, where).not.toContain('endOfData');
    }

    function cutAt(length: number, options: EngineOptions = {}): Talker {
      const talker = new Talker(role, version, options);
      talker.receive(stream.subarray(0, length));
      return talker;
    }

    function oneByOne(): readonly Outcome[] {
      const talker = new Talker(role, version);
      const found = [outcomeOf(talker)];
      for (const byte of stream) {
        talker.receive(Uint8Array.of(byte));
        found.push(outcomeOf(talker));
      }
      return found;
    }
  });
}

interface Outcome {
  /** Printed, a character a byte. */
  readonly data: string;
  readonly written: string;
  readonly state: string;
}

function outcomeOf({ end: { data, written, engine } }: Talker): Outcome {
  return { data: printed(data), written: printed(written), state: engine.state };
}

function printed(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

function end(talker: Talker): void {
  talker.receiveEnd();
}

function reset(talker: Talker): void {
  talker.fail();
}
