/**
 * The context, and what states say of themselves (rules D7, D11).
 */
import { describeBreaches } from './fixture.ts';

describeBreaches('D7: context', [
  {
    what: 'a counter',
    from: 'readonly closing: boolean;',
    to: 'readonly closing: number;',
    problem: "'closing' is no boolean and no small enumeration (D7)",
    remedy: 'write boolean, or a union of at most 8 string literals',
  },
  {
    what: 'no doc comment',
    from: '  /** The application closed early. */\n',
    to: '',
    at: 'readonly closing',
    problem: "'closing' of the context has no doc comment (D7)",
    remedy: 'write /** what it means',
  },
  {
    what: 'not initialised',
    from: "context: { closing: false, pending: 'none' }",
    to: "context: { pending: 'none' }",
    problem: "'closing' is not initialised (D7)",
    remedy: "write closing: false in the machine's context",
  },
  {
    what: 'initialised with a foreign value',
    from: "context: { closing: false, pending: 'none' }",
    to: "context: { closing: false, pending: 'nothing' }",
    problem: "'pending' cannot begin with this value (D7)",
    remedy: 'its values are none, write, full',
  },
  {
    what: 'initialised and not declared',
    from: "context: { closing: false, pending: 'none' }",
    to: "context: { closing: false, pending: 'none', retries: false }",
    problem: "'retries' is not declared in the context (D7)",
    remedy: "declare it in the context's interface",
  },
  {
    what: 'never looked at',
    from: '  /** How much of it. */',
    to: '  /** Of no use. */\n  readonly idle: boolean;\n  /** How much of it. */',
    at: 'readonly idle',
    problem: 'no guard looks at context.idle (D7)',
    remedy: 'remove it',
  },
  {
    what: 'no interface',
    from: '{} as ClientContext }',
    to: '{} as { closing: boolean } }',
    problem: 'the context has no interface in this file (D7)',
    remedy: 'write context: {} as ClientContext',
  },
]);

describeBreaches('D11: notes', [
  {
    what: 'an unknown tag',
    from: "tags: ['flushing']",
    to: "tags: ['flush']",
    problem: "unknown tag 'flush' (D11)",
    remedy: 'tags are reading, waiting, flushing',
  },
  {
    what: 'a reading state without its section',
    from: "          meta: { rfc: '9846#4.2.3' },\n",
    to: '',
    at: 'waitHello: {',
    problem: 'state handshake.waitHello reads and names no RFC section (D11)',
    remedy: "write meta: { rfc: '9846#4.5.1' }",
  },
  {
    what: 'a section that is none',
    from: "rfc: '9846#4.2.3'",
    to: "rfc: 'RFC 9846 4.2.3'",
    problem: 'meta is no RFC section: RFC 9846 4.2.3 (D11)',
    remedy: "write meta: { rfc: '9846#4.5.1' }",
  },
  {
    what: 'a tag without a description',
    from: "              description: 'What was held goes out.',\n",
    to: '',
    at: 'flushing: {',
    problem: 'state connected.outbound.flushing has a tag and no description (D11)',
    remedy: 'in one sentence for people',
  },
  {
    what: 'a message read without the tag',
    from: '            receiving: {\n              on: {',
    to: "            receiving: {\n              on: {\n                'hs.finished': {},",
    at: "'hs.finished': {},",
    problem: "state connected.inbound.receiving takes 'hs.finished' and has no tag 'reading' (D11)",
    remedy: "write tags: ['reading']",
  },
  {
    what: 'a waiting state that hears of no failure',
    from: "            'task.failed': { target: '#ending' },\n",
    to: '',
    at: 'verifyPeer: {',
    problem: "state handshake.verifyPeer waits and has no edge for 'task.failed' (D11)",
    remedy: "write 'task.failed' under on",
  },
  {
    what: 'a task that nobody waits for',
    from: "tags: ['waiting'],",
    to: "tags: ['flushing'],",
    at: 'entry: [',
    problem: 'state handshake.verifyPeer starts a task and does not wait (D11)',
    remedy: "write tags: ['waiting']",
  },
  {
    what: 'a wait for a task that nobody starts',
    from: "entry: [{ type: 'startTask', params: { task: 'verifyPeer' } }],",
    to: '',
    at: 'verifyPeer: {',
    problem: 'state handshake.verifyPeer waits for a task that nobody starts (D11)',
    remedy: "write entry: [{ type: 'startTask'",
  },
]);
