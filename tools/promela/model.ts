/**
 * The whole model: both machines as the explorer found them, and around them what is the same for
 * any machines: channels, record protection, an attacker with one act, what must hold.
 */

import { attacker } from './attacker.ts';
import type { ModelMachine } from './classes.ts';
import { endOf } from './end.ts';
import { delayConditions, eventNames, stepInline } from './steps.ts';

/** What keeps two ends that speak TLS 1.3 from TLS 1.2. Either would be enough. */
export interface Safeguards {
  /** Who changes the version in a ClientHello cannot make both see one transcript. */
  readonly transcript: boolean;
  /** The client looks at the random of a ServerHello (RFC 9846 4.2.3). */
  readonly sentinel: boolean;
}

export function modelOf(
  client: ModelMachine,
  server: ModelMachine,
  { transcript, sentinel }: Safeguards = { transcript: true, sentinel: true },
): string {
  const constants = eventNames([client, server]).map(
    (name, index) => `#define ${name} ${index + 1}`,
  );
  const ends = [client, server].flatMap((machine) => [
    stepInline(machine),
    endOf(machine.role, delayConditions(machine)),
  ]);
  return [
    heading,
    ...constants,
    `#define BINDS_HELLO ${Number(transcript)}\n#define HEEDS_SENTINEL ${Number(sentinel)}`,
    declarations,
    ...(['client', 'server'] as const).map(variablesOf),
    ...ends,
    attacker,
    beginning(client, server),
    properties,
    '',
  ].join('\n\n');
}

const heading = `/*
 * Client and server of TLS 1.3 and TLS 1.2 as a Promela model. Written by tools/promela from the machines of spec/;
 * not kept: \`npm run test:spin\` writes it anew and gives it to spin.
 *
 * A message is its type, the key that protects it (0: in the clear), its number under that key,
 * what it says, and whether it was forged. A transcript is a number that grows with each message,
 * and differs once a forged one was taken. A key is made of an epoch and of a transcript.
 */`;

const declarations = `mtype = { clientHello, serverHello, encryptedExtensions, certificateRequest, certificate,
  certificateVerify, finished, unknown, data, closeNotify, userCanceled, fatal, endOfFile, garbage,
  helloRequest, serverKeyExchange, serverHelloDone, clientKeyExchange, changeCipherSpec, warning };

/* What a ClientHello says, and a ServerHello. */
#define OFFERS_BOTH 0
#define OFFERS_AGAIN 1
#define OFFERS_TLS12 3
#define TLS13 0
#define RETRY 1
#define TLS12 3
#define TLS12_SENTINEL 4

#define CHOOSE 1
#define SIGN 2
#define VERIFY 3

#define ACCEPTED 1
#define REFUSED 2

#define HANDSHAKING 0
#define CONNECTED 1
#define ENDING 2
#define ENDED 3

/* What is under way, by who will read it. */
chan toClient = [24] of { mtype, byte, byte, byte, byte };
chan toServer = [24] of { mtype, byte, byte, byte, byte };
bool clientIsCut, serverIsCut;

/* What the server lacks, and what it asks of clients: chosen at the beginning. */
bool serverLacksShare, serverRequires;

/* Who speaks TLS 1.3 too: both, or one of them. */
bool client13, server13;

/* The attacker has one act, or the applications have one call each. */
bool mayAttack, attacked;

/* The event at hand, what came with it, and what is to be done. */
hidden byte event, effect, heard_key, heard_number, heard_info;
hidden byte heard_forged;
hidden mtype heard_type;`;

function variablesOf(role: 'client' | 'server'): string {
  const names = {
    byte: [
      'seen',
      'finishedOver',
      'peerFinishedOver',
      'handshakeKey',
      'applicationKey',
      'readKey',
      'readNumber',
      'writeKey',
      'writeNumber',
      'task',
      'verdict',
      'stands',
      'held',
      'sent',
      'delivered',
      'random',
    ],
    bool: [
      'toleratesPlaintext',
      'answered',
      'shown',
      'discards',
      'isInputOver',
      'isEndDue',
      'isShut',
      'alerted',
      'refuses',
      'learned',
      'wasConnected',
      'leaves',
      'hasDrainedOut',
      'is12',
    ],
  };
  const lines = Object.entries(names).map(
    ([type, all]) => `${type} ${all.map((name) => `${role}_${name}`).join(', ')};`,
  );
  return [`byte ${role}, ${role}_calls;`, ...lines].join('\n');
}

function beginning(client: ModelMachine, server: ModelMachine): string {
  const clients = client.beginnings.map((one) => `  :: ${startOf(client, one)}`);
  const servers = server.beginnings.map((one) => {
    const { clientAuth } = one.context;
    return `  :: ${startOf(server, one)}; serverRequires = ${clientAuth === 'require'}`;
  });
  return [
    'init { atomic {',
    '  if :: client13 = true; server13 = true :: client13 = true :: server13 = true fi;',
    '  if :: serverLacksShare = false :: client13 && server13 -> serverLacksShare = true fi;',
    '  if :: mayAttack = true :: client_calls = 1; server_calls = 1 fi;',
    `  if\n${servers.join('\n')}\n  fi;`,
    `  if\n${clients.join('\n')}\n  fi;`,
    '  run clientProcess(); run serverProcess(); run attackerProcess(); run restProcess()',
    '} }',
  ].join('\n');
}

/** The call that begins it, without the text of all other steps: spin would write it out again. */
function startOf(
  { role, classes }: ModelMachine,
  { index, context }: ModelMachine['beginnings'][number],
): string {
  const { steps = [] } = classes.find((one) => one.index === index) ?? {};
  const start = steps.find(({ event }) => event === 'local.start');
  if (start === undefined) throw new Error('a machine begins with local.start');
  const done = [`${role} = ${start.target}`, ...start.statements].join('; ');
  return `${done} /* ${JSON.stringify(context)} */`;
}

const properties = `#define rests(stands) (stands == CONNECTED || stands == ENDED)

/* When nothing more can happen, everybody is closed, or connected for as long as both like. */
proctype restProcess() {
end:
  timeout -> atomic {
    assert(rests(client_stands) && rests(server_stands));
    /* Who has seen nothing forged agrees, and a fatal alert has been read. */
    assert(!(client_stands == CONNECTED && server_stands == CONNECTED) || client_finishedOver == server_peerFinishedOver);
  }
}

/* Not a claim that holds: spin must find the connection that both have. */
ltl reaches { [] !(client_stands == CONNECTED && server_stands == CONNECTED) }

ltl reaches12 { [] !(client_stands == CONNECTED && server_stands == CONNECTED && client_is12) }

/* Every connection ends, or stays connected. */
ltl ends { <> [] (rests(client_stands) && rests(server_stands)) }

/* A client that is refused learns it, unless it left by itself or an attacker took the alert. */
ltl learns { [] ((server_alerted && server_refuses) -> <> (client_learned || client_leaves || attacked || server_hasDrainedOut)) }`;
