/**
 * RFC 8448: every handshake message of its five traces decodes, encodes to the same bytes again,
 * and its extensions are those that the trace was made with.
 */
import { describe, expect, it } from 'vitest';
import {
  decodeClientHelloExtensions,
  decodeEncryptedExtensionsExtensions,
  decodeHelloRetryRequestExtensions,
  decodeServerHelloExtensions,
} from '../../generated/extensions.ts';
import {
  decodeClientHello,
  decodeEncryptedExtensions,
  decodeServerHello,
  type Extension,
  HandshakeType,
  handshakeTypeName,
  helloRetryRequestRandom,
  NamedGroup,
  ProtocolVersion,
} from '../../generated/messages.ts';
import { printClientHello, printServerHello } from '../../generated/printers.ts';
import { capitalised } from '../../tools/generate/code-text.ts';
import { field, type Trace, tracesOf } from '../support/rfc8448.ts';
import { describeVectors } from '../support/vectors.ts';
import { sameBytes, subjectOf } from './structures.ts';

/** One message: its type and the body behind the four bytes of header. */
interface Message {
  readonly title: string;
  readonly type: number;
  readonly body: Uint8Array;
}

describeVectors('rfc8448.json', 'RFC 8448 messages', (vectors) => {
  const traces = tracesOf(vectors);

  describe.each(traces)('$name', (trace) => {
    const messages = messagesOf(trace);

    it('has the messages of a handshake', () => {
      const types = messages.map((it) => handshakeTypeName(it.type));
      expect(types).toEqual(expect.arrayContaining(['clientHello', 'serverHello', 'finished']));
    });

    it.each(messages)('$title comes back as it went', ({ type, body }) => {
      const subject = subjectOf(capitalised(handshakeTypeName(type)));
      expect(sameBytes(subject.recode(body), body)).toBe(true);
      expect(subject.print(body).length).toBeGreaterThan(
        type === HandshakeType.endOfEarlyData ? -1 : 0,
      );
    });

    it('has extensions that the table takes', () => {
      const requested = new Set<number>();
      for (const { type, body } of messages) takeExtensions(type, body, requested);
      expect(requested.size).toBeGreaterThan(5);
    });
  });

  it('the first ClientHello is what the trace says', () => {
    const [simple] = traces;
    const [first] = simple === undefined ? [] : messagesOf(simple);
    const hello = decodeClientHello(first?.body ?? new Uint8Array());
    const extensions = decodeClientHelloExtensions(hello.extensions ?? []);
    expect(extensions.supportedVersions?.versions).toEqual([ProtocolVersion.tls13]);
    expect(extensions.keyShare?.clientShares.map((it) => it.group)).toEqual([NamedGroup.x25519]);
    expect(extensions.serverName?.serverNameList[0]?.hostName).toEqual(
      new TextEncoder().encode('server'),
    );
    expect(printClientHello(hello)).toContain('    HostName: 736572766572 "server"');
  });

  it('the HelloRetryRequest is printed as one', () => {
    const retry = traces
      .flatMap(messagesOf)
      .map(({ type, body }) => ({ type, body }))
      .find(
        ({ type, body }) =>
          type === HandshakeType.serverHello &&
          sameBytes(decodeServerHello(body).random, helloRetryRequestRandom),
      );
    const lines = printServerHello(decodeServerHello(retry?.body ?? new Uint8Array()));
    expect(lines).toContain('  selected_group: secp256r1');
  });
});

/** The handshake messages that a trace constructs, in order. */
function messagesOf(trace: Trace): Message[] {
  return trace.steps.flatMap((step, index) => {
    const name = /^construct an? (\w+) handshake message/.exec(step.action)?.[1];
    if (name === undefined) return [];
    // The binders of a ClientHello are told with the record that it is sent in.
    const sent =
      name === 'ClientHello' ? field(sendingStep(trace, index), 'payload') : field(step, name);
    const [type = -1] = sent;
    return [{ title: `${step.role} ${name} in step ${index}`, type, body: sent.subarray(4) }];
  });
}

function sendingStep(trace: Trace, from: number): Trace['steps'][number] {
  const found = trace.steps.slice(from).find((it) => it.action === 'send handshake record');
  if (found === undefined) throw new Error(`${trace.name} sends nothing after step ${from}`);
  return found;
}

function takeExtensions(type: number, body: Uint8Array, requested: Set<number>): void {
  if (type === HandshakeType.clientHello) {
    const extensions = decodeClientHello(body).extensions ?? [];
    for (const { extensionType } of extensions) requested.add(extensionType);
    decodeClientHelloExtensions(extensions);
  } else if (type === HandshakeType.serverHello) {
    const { random, extensions = [] } = decodeServerHello(body);
    takeServerHello(random, extensions, requested);
  } else if (type === HandshakeType.encryptedExtensions) {
    decodeEncryptedExtensionsExtensions(decodeEncryptedExtensions(body).extensions, requested);
  }
}

function takeServerHello(
  random: Uint8Array,
  extensions: readonly Extension[],
  requested: ReadonlySet<number>,
): void {
  if (sameBytes(random, helloRetryRequestRandom)) {
    decodeHelloRetryRequestExtensions(extensions, requested);
  } else {
    decodeServerHelloExtensions(extensions, requested);
  }
}
