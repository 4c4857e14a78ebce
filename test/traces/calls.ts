/** What the application of a trace's engine does. */
import type { Effect, Engine, Task, TaskAnswer, TlsError } from '../../runtime/index.ts';
import { noble } from '../../runtime/index.ts';
import { puppetPrivateKey } from '../support/puppet-certificates.ts';
import { lastBitTurned } from '../support/puppet-values.ts';
import { credentialOf } from './engines.ts';
import { readBytes } from './read-records.ts';
import { isErrorCode } from './trace.ts';
import { NotationError, Words } from './words.ts';

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
    case 'confirm':
      return engine.confirm();
    case 'deadline':
      return engine.deadlineReached(argument);
    case 'answer':
      if (task === undefined) throw new NotationError('there is no question to answer');
      return engine.answer(task.id, answerTo(task, argument));
    default:
      throw new NotationError(`there is no call '${name}'`);
  }
}

/** The code of a thrown TlsError. @throws whatever else it is */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String((error as TlsError).code);
  throw error;
}

function answerTo(task: Task, argument: string): TaskAnswer {
  const [, word = '', detail = ''] = /^(\S+)(?: (.*))?$/.exec(argument) ?? [];
  switch (word) {
    case 'accepted':
      return { kind: 'verifyPeer', verdict: { accepted: true } };
    case 'refused':
      return { kind: 'verifyPeer', verdict: refusal(detail) };
    case 'chosen':
      return { kind: 'chooseCertificate', credential: credentialOf(detail) };
    case 'none':
      return { kind: 'chooseCertificate', credential: 'none' };
    case 'signature':
      return { kind: 'sign', signature: signatureFor(task, detail) };
    case 'failed':
      return { kind: 'failed', cause: new Error('nobody answers') };
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
