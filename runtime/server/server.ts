/** The server: the generated machine with its runtime. */
import { limits } from '../../generated/registries.ts';
import {
  type ServerMachine,
  serverDelays,
  serverInitialContext,
  serverInitialState,
  stepServer,
} from '../../generated/server.ts';
import { serverStates } from '../../generated/server-states.ts';
import { Connection } from '../engine/connection.ts';
import type { Credential } from '../engine/credential.ts';
import { type Driven, Engine } from '../engine/engine.ts';
import type { TlsEvent } from '../engine/events.ts';
import type { MessageHooks } from '../engine/message-hooks.ts';
import type { ServerOptions } from '../engine/options.ts';
import { timeoutsOf } from '../engine/timeouts.ts';
import { StepNotes } from '../engine/traced.ts';
import { refuseArgument } from '../errors.ts';
import { checkOptions, drivenBy, newSession, type Role } from '../handshake/assemble.ts';
import { chainOf, maySign } from '../handshake/credentials.ts';
import { ServerActions } from './actions.ts';
import { checkCookieSecret } from './cookie.ts';
import { ServerFacts, type ServerMemory } from './facts.ts';

/**
 * A TLS server without input and output of its own, for one connection.
 *
 * @example
 * const privateKey = noble.importPrivateKey(pkcs8);
 * const server = new TlsServer({ credentials: [{ certificates, privateKey }] });
 * for (const effect of server.start()) carryOut(effect);
 * socket.on('data', (chunk) => server.receive(chunk).forEach(carryOut));
 */
export class TlsServer extends Engine {
  /** @throws TlsError ERR_TLS_INVALID_ARGUMENT naming the option that is not valid */
  constructor(options: ServerOptions, hooks: MessageHooks = {}) {
    checkOptions(options);
    checkServerOptions(options);
    const timeouts = timeoutsOf(serverDelays, options);
    const connection = new Connection('server', timeouts, options.recordPadding);
    super(
      assemble(options, hooks, connection),
      connection,
      options.drainBudget ?? limits.drainedBytes,
    );
  }
}

function assemble(options: ServerOptions, hooks: MessageHooks, connection: Connection): Driven {
  const session = newSession(options);
  const memory: ServerMemory = {
    answer: undefined,
    tls12: undefined,
    preMasterSecret: undefined,
    decryption: undefined,
  };
  const facts = new ServerFacts({ session, options }, memory);
  const actions = new ServerActions(
    {
      side: 'server',
      connection,
      session,
      place: () => ({
        state: machine.state,
        info: serverStates[machine.state],
        isTls12: machine.context.tls12,
      }),
      options,
    },
    { options, memory, hooks },
  );
  const notes = options.trace === undefined ? undefined : new StepNotes();
  const machine: ServerMachine<TlsEvent> = {
    state: serverInitialState,
    context: {
      ...serverInitialContext,
      clientAuth: options.clientAuth ?? serverInitialContext.clientAuth,
      allowsTruncation: options.allowTruncation ?? serverInitialContext.allowsTruncation,
      defersAlerts: options.deferClientAuthAlerts ?? serverInitialContext.defersAlerts,
    },
    facts: notes?.facts(facts) ?? facts,
    actions: notes?.actionsOf(actions) ?? actions,
  };
  const role: Role = {
    side: 'server',
    machine,
    step: (event) => stepServer(machine, event),
    erase: () => actions.eraseSecrets(),
    session,
    connection,
    states: serverStates,
    notes,
  };
  return drivenBy(role, options);
}

function checkServerOptions({
  credentials,
  chooseCertificate,
  clientAuth,
  cookieSecret,
  legacy,
  cipherSuites,
}: ServerOptions) {
  if (chooseCertificate === undefined && (credentials ?? []).length === 0) {
    refuseArgument('credentials', 'is missing: a server needs a certificate and its key');
  }
  if (clientAuth !== undefined && !['none', 'request', 'require'].includes(clientAuth)) {
    refuseArgument('clientAuth', `'${clientAuth}' is none of none, request, require`);
  }
  for (const credential of credentials ?? []) requireSigner(credential);
  if (chooseCertificate === undefined) legacy?.requireDecryption(cipherSuites, credentials ?? []);
  checkCookieSecret(cookieSecret);
}

/** A client shows no such certificate, and can say why; a server would have nothing to show. */
function requireSigner(credential: Credential): void {
  const [leaf] = chainOf(credential);
  if (credential.decrypt !== undefined || leaf === undefined || maySign(leaf)) return;
  refuseArgument('credentials', 'the key usage of a certificate lacks digitalSignature');
}
