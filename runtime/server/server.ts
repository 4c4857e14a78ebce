/** The server: the generated machine with its runtime. */
import {
  type ServerMachine,
  serverDelays,
  serverInitialContext,
  serverInitialState,
  stepServer,
} from '../../generated/server.ts';
import { serverStates } from '../../generated/server-states.ts';
import { nobleProvider } from '../crypto/noble.ts';
import { Connection } from '../engine/connection.ts';
import { type Driven, Engine } from '../engine/engine.ts';
import type { TlsEvent } from '../engine/events.ts';
import { defaultDrainBudget } from '../engine/limits.ts';
import type { MessageHooks } from '../engine/message-hooks.ts';
import type { ServerOptions } from '../engine/options.ts';
import { timeoutsOf } from '../engine/timeouts.ts';
import { StepNotes, tracedDriver } from '../engine/traced.ts';
import { Session } from '../handshake/session.ts';
import { checkProtocols } from '../handshake/text.ts';
import { ServerActions } from './actions.ts';
import { ServerFacts } from './facts.ts';
import { schemesOf } from './key-schemes.ts';

/**
 * A TLS 1.3 server without input and output of its own, for one connection.
 *
 * @example
 * const server = new TlsServer({ certificates, privateKey: noble.importPrivateKey(pkcs8) });
 * for (const effect of server.start()) carryOut(effect);
 * socket.on('data', (chunk) => server.receive(chunk).forEach(carryOut));
 */
export class TlsServer extends Engine {
  /** @throws TlsError ERR_TLS_INVALID_ARGUMENT naming the option that is not valid */
  constructor(options: ServerOptions, hooks: MessageHooks = {}) {
    checkProtocols(options.alpnProtocols ?? []);
    const connection = new Connection('server', timeoutsOf(serverDelays, options));
    super(
      assemble(options, hooks, connection),
      connection,
      options.drainBudget ?? defaultDrainBudget,
    );
  }
}

function assemble(options: ServerOptions, hooks: MessageHooks, connection: Connection): Driven {
  const session = new Session(options.crypto ?? nobleProvider, options.random);
  const facts = new ServerFacts({
    session,
    schemes: schemesOf(options),
    protocols: options.alpnProtocols ?? [],
  });
  const actions = new ServerActions(
    {
      side: 'server',
      connection,
      session,
      place: () => ({ state: machine.state, info: serverStates[machine.state] }),
      keyLog: options.keyLog ?? false,
    },
    options,
    hooks,
  );
  const notes = options.trace === undefined ? undefined : new StepNotes();
  const machine: ServerMachine<TlsEvent> = {
    state: serverInitialState,
    context: { ...serverInitialContext },
    facts: notes?.facts(facts) ?? facts,
    actions: notes?.actionsOf(actions) ?? actions,
  };
  const driven: Driven = {
    get state() {
      return machine.state;
    },
    step: (event) => stepServer(machine, event),
    erase: () => actions.eraseSecrets(),
  };
  if (options.trace === undefined || notes === undefined) return driven;
  const context = {
    role: 'server',
    connection,
    states: serverStates,
    trace: options.trace,
  } as const;
  return tracedDriver(driven, notes, context);
}
