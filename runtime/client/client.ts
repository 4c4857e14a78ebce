/** The client: the generated machine with its runtime. */
import {
  type ClientContext,
  type ClientMachine,
  clientDelays,
  clientInitialContext,
  clientInitialState,
  stepClient,
} from '../../generated/client.ts';
import { clientStates } from '../../generated/client-states.ts';
import { limits } from '../../generated/registries.ts';
import { Connection } from '../engine/connection.ts';
import { type Driven, Engine } from '../engine/engine.ts';
import type { TlsEvent } from '../engine/events.ts';
import type { MessageHooks } from '../engine/message-hooks.ts';
import type { ClientOptions } from '../engine/options.ts';
import { timeoutsOf } from '../engine/timeouts.ts';
import { StepNotes } from '../engine/traced.ts';
import { refuseArgument } from '../errors.ts';
import { checkOptions, drivenBy, newSession, type Role } from '../handshake/assemble.ts';
import type { Preferences } from '../handshake/preferences.ts';
import { ClientActions } from './actions.ts';
import { ClientFacts, type ClientMemory } from './facts.ts';
import { keyShareGroups, sniOf } from './offer.ts';

/**
 * A TLS client without input and output of its own.
 *
 * @example
 * const client = new TlsClient({ serverName: 'example.org', anchors });
 * for (const effect of client.start()) carryOut(effect);
 * socket.on('data', (chunk) => client.receive(chunk).forEach(carryOut));
 */
export class TlsClient extends Engine {
  /** @throws TlsError ERR_TLS_INVALID_ARGUMENT naming the option that is not valid */
  constructor(options: ClientOptions, hooks: MessageHooks = {}) {
    checkOptions(options);
    checkServerName(options);
    const timeouts = timeoutsOf(clientDelays, options);
    const connection = new Connection('client', timeouts, options.recordPadding);
    super(
      assemble(options, hooks, connection),
      connection,
      options.drainBudget ?? limits.drainedBytes,
    );
  }
}

/** Without a name any certificate of a trusted CA would do: that must be said, not forgotten. */
function checkServerName({ serverName, verifyPeer }: ClientOptions): void {
  sniOf(serverName);
  // @req 9846:C.5:1
  if (serverName === undefined && verifyPeer === undefined) {
    refuseArgument('serverName', 'is missing: name the server, or decide with `verifyPeer`');
  }
}

/** As the machine knows them. */
function offeredBy({ versions }: Preferences): ClientContext['offered'] {
  if (versions.length > 1) return 'both';
  return versions.includes('TLSv1.3') ? 'tls13' : 'tls12';
}

function assemble(options: ClientOptions, hooks: MessageHooks, connection: Connection): Driven {
  const session = newSession(options);
  keyShareGroups(options, session.preferences);
  session.negotiated.serverName = sniOf(options.serverName);
  const memory: ClientMemory = {
    offer: undefined,
    retry: undefined,
    wish: undefined,
    tls12: undefined,
    exchange: undefined,
  };
  const facts = new ClientFacts(session, options, memory);
  const actions = new ClientActions(
    {
      side: 'client',
      connection,
      session,
      place: () => ({
        state: machine.state,
        info: clientStates[machine.state],
        isTls12: machine.context.tls12,
      }),
      options,
    },
    { options, memory, hooks },
  );
  const notes = options.trace === undefined ? undefined : new StepNotes();
  const machine: ClientMachine<TlsEvent> = {
    state: clientInitialState,
    context: {
      ...clientInitialContext,
      offered: offeredBy(session.preferences),
      allowsTruncation: options.allowTruncation ?? clientInitialContext.allowsTruncation,
    },
    facts: notes?.facts(facts) ?? facts,
    actions: notes?.actionsOf(actions) ?? actions,
  };
  const role: Role = {
    side: 'client',
    machine,
    step: (event) => stepClient(machine, event),
    erase: () => actions.eraseSecrets(),
    session,
    connection,
    states: clientStates,
    notes,
  };
  return drivenBy(role, options);
}
