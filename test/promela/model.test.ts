/** The Promela model knows every action of the spec, and is refused one that it does not know. */
import { expect, test } from 'vitest';
import { explorables } from '../../tools/explore/machines.ts';
import { modelMachine } from '../../tools/promela/classes.ts';
import { mutants, mutated } from '../../tools/promela/mutants.ts';
import { stepInline } from '../../tools/promela/steps.ts';
import { statementOf } from '../../tools/promela/verbs.ts';

const clients = explorables.filter(({ role }) => role === 'client');

test('what an action does is written for its end', () => {
  expect(statementOf({ name: 'sendCertificateVerify', params: {} }, 'server')).toBe(
    'server_say(certificateVerify, server_seen)',
  );
  const params = { epoch: 'handshake', plaintextAlerts: true };
  const installed = { name: 'installReadKeys', params };
  expect(statementOf(installed, 'client')).toBe(
    'client_readKey = client_handshakeKey; client_readNumber = 0; client_toleratesPlaintext = true',
  );
  expect(statementOf({ name: 'recordEnd', params: { code: 'closed' } }, 'client')).toBeUndefined();
  expect(() => statementOf({ name: 'sendGreeting', params: {} }, 'client')).toThrow('sendGreeting');
});

test('every class has its step, and a mutant another one', () => {
  const [client] = clients.map(modelMachine);
  const [mutant] = mutants.flatMap((one) =>
    one.claim === 'ends' ? mutated(one).filter(({ role }) => role === 'client') : [],
  );
  if (client === undefined || mutant === undefined) throw new Error('there is a client');
  const step = stepInline(client);
  for (const { index, state } of client.classes) {
    expect(step).toContain(`:: client == ${index} -> /* ${state} */`);
  }
  expect(stepInline(modelMachine(mutant))).not.toBe(step);
});
