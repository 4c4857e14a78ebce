/** The key schedule table: what follows from it, and that a fault is told with file and line. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { emitKeySchedule } from '../../tools/generate/emit-key-schedule.ts';
import { SpecError } from '../../tools/generate/spec-error.ts';
import { lineOf, projectRoot, spoiledSpec } from './spec-copy.ts';

const FILE = 'spec/key-schedule.ts';

async function textFrom(root: string): Promise<string> {
  const [file] = await emitKeySchedule(root);
  return file?.text ?? '';
}

describe('what follows from the table', () => {
  it('is the same every time', async () => {
    expect(await textFrom(projectRoot)).toBe(await textFrom(projectRoot));
  });

  it('a changed label changes the code', async () => {
    const root = spoiledSpec(FILE, "label: 'exp master'", "label: 'exp main'");
    expect(await textFrom(root)).toContain("deriveSecret(kdf, mainSecret, 'exp main'");
  });

  it('an intermediate is wiped as soon as nothing more is made of it', async () => {
    const lines = (await textFrom(projectRoot)).split('\n').map((line) => line.trim());
    const lastUse = lines.findLastIndex((line) => line.includes('(kdf, handshakeSecret,'));
    expect(lines[lastUse + 1]).toBe('handshakeSecret.wipe();');
    expect(lines.filter((line) => line === 'handshakeSecret.wipe();')).toHaveLength(1);
  });

  it('a text that would end its comment does not', async () => {
    const use = "use: 'parent */ of the later stages'";
    const root = spoiledSpec(FILE, "use: 'parent of the later stages'", use);
    expect(await textFrom(root)).toContain('/** Main Secret: parent *\\/ of the later stages. */');
  });

  it('a row may stand before those that it is made of', async () => {
    const from = "parent: 'mainSecret',\n    label: 'c ap traffic'";
    const to = "parent: 'exporterSecret',\n    label: 'c ap traffic'";
    const text = await textFrom(spoiledSpec(FILE, from, to));
    const [parent, child] = ['exporterSecret', 'clientApplicationTrafficSecret'];
    expect(text).toContain(`const ${child} = deriveSecret(kdf, ${parent},`);
    expect(text.indexOf(`const ${parent} =`)).toBeLessThan(text.indexOf(`const ${child} =`));
  });
});

describe('what is refused', () => {
  it('a file that is missing', async () => {
    const root = spoiledSpec(FILE, 'export const inputs', 'export const inputs');
    rmSync(join(root, FILE));
    const fault = await emitKeySchedule(root).catch((error: unknown) => error);
    expect(String(fault)).toMatch(/spec\/key-schedule\.ts:1: the file is missing\n {2}write it/);
  });

  it.each([
    [
      'an unknown parent',
      "parent: 'mainSecret',\n    label: 'res master'",
      "parent: 'majorSecret',\n    label: 'res master'",
      /keySchedule\.resumptionSecret\.parent: there is no 'majorSecret'\n {2}write one of /,
      "'majorSecret'",
    ],
    [
      'an unknown salt',
      "salt: 'handshakeDerivedSecret'",
      "salt: 'derived'",
      /keySchedule\.mainSecret\.salt: there is no 'derived'/,
      "salt: 'derived'",
    ],
    [
      'an unknown length',
      "length: 'keyLength'",
      "length: 'keyLenght'",
      /keySchedule\.trafficKey\.length: there is no 'keyLenght'/,
      "'keyLenght'",
    ],
    [
      'an unknown context',
      "context: 'ticketNonce'",
      "context: 'nonce'",
      /keySchedule\.ticketPsk\.context: there is no 'nonce'/,
      "context: 'nonce'",
    ],
    [
      'an unknown stage',
      "stage: 'resumption'",
      "stage: 'resume'",
      /keySchedule\.resumptionSecret\.stage: "resume" does not fit/,
      "stage: 'resume'",
    ],
    [
      'a cycle',
      "salt: 'earlyDerivedSecret'",
      "salt: 'handshakeDerivedSecret'",
      /handshakeSecret: comes from itself: handshakeSecret -> handshakeDerivedSecret -> handshakeS/,
      'handshakeSecret: {',
    ],
    [
      'a secret that is wiped before',
      "parent: 'mainSecret',\n    label: 'exp master'",
      "parent: 'handshakeSecret',\n    label: 'exp master'",
      /keySchedule\.exporterSecret: needs handshakeSecret, which stage handshake wipes/,
      'exporterSecret: {',
    ],
    [
      'a secret that is not there yet',
      "parent: 'mainSecret',\n    label: 'exp master'",
      "parent: 'resumptionSecret',\n    label: 'exp master'",
      /exporterSecret: needs resumptionSecret, which is there only after stage application/,
      'exporterSecret: {',
    ],
    [
      'the same secret twice',
      "label: 's hs traffic'",
      "label: 'c hs traffic'",
      /serverHandshakeTrafficSecret: is the same secret as clientHandshakeTrafficSecret/,
      'serverHandshakeTrafficSecret: {',
    ],
    [
      'an intermediate that nothing uses',
      "keep: true,\n    use: 'keying material",
      "keep: false,\n    use: 'keying material",
      /keySchedule\.exporterSecret: is wiped and nothing is made of it/,
      'exporterSecret: {',
    ],
    [
      'a transcript without a stage',
      "label: 'traffic upd',\n    context: 'none'",
      "label: 'traffic upd',\n    context: 'transcript'",
      /nextTrafficSecret\.context: a row without a stage has no transcript/,
      "context: 'transcript',\n    length: 'hash',\n    stage: 'none'",
    ],
    [
      'Derive-Secret with another length',
      "label: 'c ap traffic',\n    context: 'transcript',\n    length: 'hash'",
      "label: 'c ap traffic',\n    context: 'transcript',\n    length: 'keyLength'",
      /clientApplicationTrafficSecret\.length: is 'keyLength' with a hash as its context/,
      '',
    ],
    [
      'an unknown operation',
      "rfcName: 'Main Secret',\n    operation: 'extract'",
      "rfcName: 'Main Secret',\n    operation: 'squeeze'",
      /keySchedule\.mainSecret\.operation: "squeeze" does not fit/,
      "operation: 'squeeze'",
    ],
    [
      'a name that code cannot have',
      'exporterSecret: {',
      'default: {',
      /keySchedule\.default: is no name for generated code\n {2}write letters and digits/,
      'default: {',
    ],
    [
      'a name that the functions use themselves',
      'exporterSecret: {',
      'kdf: {',
      /keySchedule\.kdf: has a name that is taken\n {2}choose another/,
      'kdf: {',
    ],
    [
      'a row with the name of an input',
      'exporterSecret: {',
      'ticketNonce: { // a row',
      /keySchedule\.ticketNonce: has a name that is taken/,
      'ticketNonce: { // a row',
    ],
    [
      'a stage that is called none',
      'export const stages = {',
      `export const stages = {\n  none: { span: 'x', doc: 'x', rfc: '9846#7.1' },`,
      /stages\.none: has a name that is taken\n {2}choose another name: 'none' marks/,
      'none: { span',
    ],
    [
      'a stage without rows',
      'export const stages = {',
      `export const stages = {\n  early: { span: 'x', doc: 'x', rfc: '9846#7.1' },`,
      /stages\.early: no row is of this stage\n {2}remove it, or give it rows/,
      'early: { span',
    ],
    [
      'an input that no row reads',
      'export const inputs = {',
      `export const inputs = {\n  psk: { kind: 'secret', doc: 'x', rfc: '9846#7.1' },`,
      /inputs\.psk: no row reads it\n {2}remove it, or name it in a row/,
      'psk: { kind',
    ],
    [
      'a label that HkdfLabel cannot hold',
      "label: 'exp master'",
      `label: '${'x'.repeat(250)}'`,
      /exporterSecret\.label: .* does not fit\n {2}write a label of 1 to 249 ASCII/,
      "label: 'xxx",
    ],
    [
      'a text of two lines',
      "use: 'parent of the later stages'",
      "use: 'parent of\\nthe later stages'",
      /mainSecret\.use: .* does not fit\n {2}write a text of one line/,
      "use: 'parent of\\nthe later stages'",
    ],
    [
      'a row that stands twice',
      '  exporterSecret: {',
      '  finishedKey: {},\n  exporterSecret: {',
      /'finishedKey' stands twice, first on line \d+\n {2}keep one of them/,
      "finishedKey: {\n    rfcName: 'finished_key'",
    ],
    [
      'text that is no TypeScript',
      'export const stages = {',
      'export const stages = {{',
      /not TypeScript: .*\n {2}mend the syntax first/,
      'export const stages = {{',
    ],
    [
      'a value that is computed wrongly',
      "rfc: '9846#7.4'",
      'rfc: section',
      /the file cannot be loaded: section is not defined\n {2}write plain values/,
      'rfc: section',
    ],
  ])('%s', async (_name, from, to, text, at) => {
    const root = spoiledSpec(FILE, from, to);
    const fault = await emitKeySchedule(root).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(SpecError);
    expect(String(fault)).toMatch(text);
    expect(fault).toMatchObject({ file: FILE });
    if (at !== '') expect(fault).toMatchObject({ line: lineOf(root, FILE, at) });
  });
});
