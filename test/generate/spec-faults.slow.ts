/** A wrong spec is refused: with the file, the line, and what to write instead. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { generate } from '../../tools/generate/generate.ts';
import { SpecFaults } from '../../tools/generate/spec-error.ts';
import { ProjectCopy } from '../support/project-copy.ts';
import { ClientState, ServerState } from '../support/states.ts';

let copy: ProjectCopy;
beforeEach(() => {
  copy = new ProjectCopy();
});
afterEach(() => copy.remove());

describe('a wrong spec', () => {
  const faults: readonly [name: string, path: string, from: string, to: string, told: RegExp][] = [
    [
      'outside the dialect',
      'spec/client.ts',
      "id: 'client',",
      "id: 'cli' + 'ent',",
      /spec\/client\.ts:\d+: /,
    ],
    [
      'an unknown target',
      'spec/server.ts',
      `target: '${ServerState.SIGNING}'`,
      "target: 'singing'",
      /spec\/server\.ts:\d+: .*singing/,
    ],
    [
      'an unknown guard',
      'spec/server.ts',
      "guard: 'isV13'",
      "guard: 'isV31'",
      /spec\/server\.ts:\d+: .*isV31/,
    ],
    [
      'an unknown action',
      'spec/server.ts',
      "'sendFinished',",
      "'sendFinnished',",
      /spec\/server\.ts:\d+: .*sendFinnished/,
    ],
    [
      'an unknown alert',
      'spec/server.ts',
      "alert: 'bad_record_mac'",
      "alert: 'bad_record_mack'",
      /spec\/server\.ts:\d+: .*bad_record_mack/,
    ],
    [
      'an unknown error code',
      'spec/client.ts',
      "code: 'ERR_TLS_ABORTED'",
      "code: 'ERR_TLS_ABORTET'",
      /spec\/client\.ts:\d+: .*ERR_TLS_ABORTET/,
    ],
    [
      'an unknown alert in the registry',
      'spec/registries.ts',
      "alert: 'decode_error',",
      "alert: 'decode_terror',",
      /spec\/registries\.ts:\d+: .*decode_terror/,
    ],
    [
      'a syntax error in a wire file',
      'spec/wire/handshake.tls',
      'struct {',
      'strukt {',
      /spec\/wire\/handshake\.tls:\d+: /,
    ],
    [
      'an unknown type in a wire file',
      'spec/wire/handshake.tls',
      'Random random;',
      'Randum random;',
      /spec\/wire\/handshake\.tls:\d+: .*Randum/,
    ],
    [
      'an unknown parent in the key schedule',
      'spec/key-schedule.ts',
      "parent: 'handshakeSecret'",
      "parent: 'handshakeSecrete'",
      /spec\/key-schedule\.ts:\d+: .*handshakeSecrete/,
    ],
    [
      'a table that needs what is not there',
      'spec/facets.ts',
      'export const clientFacets',
      "import { more } from './more.ts';\nexport const clientFacets",
      /spec\/facets\.ts:\d+: the file cannot be loaded: .*more\.ts.*\n {2}write plain values/,
    ],
    [
      'two states of one name',
      'spec/client.ts',
      `            ${ClientState.WAIT_CERT}: {`,
      `            ${ClientState.CLOSED}: {`,
      new RegExp(
        `spec/client\\.ts:\\d+: a state '${ClientState.CLOSED}' is already on line \\d+ \\(D3\\)\\n {2}give each state`,
      ),
    ],
  ];
  test.each(faults)('%s', async (_name, path, from, to, told) => {
    copy.edit(path, from, to);
    const fault: unknown = await generate(copy.root).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(SpecFaults);
    expect(String(fault)).toMatch(told);
  });
});
