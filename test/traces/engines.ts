/** The engine of a trace, made from the options at its top, and the calls of its application. */

import { type ErrorCode, errorInfo } from '../../generated/registries.ts';
import type { ClientOptions, ServerOptions } from '../../runtime/index.ts';
import { type Effect, type Engine, noble, type Task, type TlsError } from '../../runtime/index.ts';
import { newClient, newServer, signedBy } from '../support/pair.ts';
import { puppetPrivateKey } from '../support/puppet-certificates.ts';
import { lastBitTurned } from '../support/puppet-values.ts';
import { readBytes } from './read-records.ts';
import type { Trace } from './trace.ts';
import { NotationError, Words } from './words.ts';

/** An engine that has not started. @throws NotationError for an option that is not known */
export function newEngine({ role, options }: Trace): Engine {
  const made = Object.assign({}, ...[...options].map(([name, value]) => optionOf(name, value)));
  return role === 'client' ? newClient(made) : newServer(made);
}

/**
 * Makes the call `! name argument`.
 * @param task the question that is open
 */
export function callEngine(
  engine: Engine,
  { name, argument }: { readonly name: string; readonly argument: string },
  task: Task | undefined,
): readonly Effect[] {
  switch (name) {
    case 'write':
      return engine.write(readBytes(new Words(argument)));
    case 'end':
      return engine.end();
    case 'close':
      return engine.close();
    case 'abort':
      return engine.abort();
    case 'rekey':
      return engine.rekey();
    case 'deadline':
      return engine.deadlineReached(argument);
    case 'answer':
      return answer(engine, argument, task);
    default:
      throw new NotationError(`there is no call '${name}'`);
  }
}

/** Called while an answer is open that no line of the trace gives. */
type Options = Partial<ClientOptions & ServerOptions>;

function optionOf(name: string, value: string): Options {
  switch (name) {
    case 'alpnProtocols':
      return { alpnProtocols: value.split(' ') };
    case 'middleboxCompatibility':
      return { middleboxCompatibility: value === 'true' };
    case 'serverName':
      return { serverName: value };
    case 'drainBudget':
      return { drainBudget: Number(value) };
    case 'verifyPeer':
      return verifyPeerOption(value);
    case 'sign':
      return signedBy(() => undefined);
    default:
      throw new NotationError(`there is no option '${name}'`);
  }
}

function verifyPeerOption(value: string): Options {
  if (value === 'later') return { verifyPeer: () => undefined };
  if (value === 'anybody') return { verifyPeer: () => ({ accepted: true, authorized: false }) };
  throw new NotationError(`verifyPeer = ${value}: only 'later' and 'anybody' are known`);
}

function answer(engine: Engine, argument: string, task: Task | undefined): readonly Effect[] {
  if (task === undefined) throw new NotationError('there is no question to answer');
  const [word = '', detail = ''] = argument.split(' ');
  switch (word) {
    case 'accepted':
      return engine.answer(task.id, { kind: 'verifyPeer', verdict: { accepted: true } });
    case 'refused':
      return engine.answer(task.id, { kind: 'verifyPeer', verdict: refusal(detail) });
    case 'signature':
      return engine.answer(task.id, { kind: 'sign', signature: signatureFor(task, detail) });
    case 'failed':
      return engine.answer(task.id, { kind: 'failed', cause: new Error('nobody answers') });
    default:
      throw new NotationError(`'${word}' is no answer`);
  }
}

function refusal(code: string) {
  if (!isErrorCode(code)) throw new NotationError(`'${code}' is no error code`);
  return { accepted: false, code } as const;
}

function signatureFor(task: Task, detail: string): Uint8Array {
  if (task.kind !== 'sign') throw new NotationError('nobody asked for a signature');
  const key = noble.importPrivateKey(puppetPrivateKey());
  const signature = key.sign(task.request.scheme, task.request.content);
  return detail === 'wrong' ? lastBitTurned(signature) : signature;
}

function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(errorInfo, text);
}

/** The code of a thrown TlsError. @throws whatever else it is */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String((error as TlsError).code);
  throw error;
}
