/** The files under `generated/diagrams/`: the same each time, well-formed, with links that lead somewhere. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createMachine } from 'xstate';
import { clientMachine } from '../../spec/client.ts';
import { machinePictures } from '../../tools/diagrams/machine/machine-pictures.ts';
import { sequencePictures } from '../../tools/diagrams/sequence/sequence-pictures.ts';
import { readKeySchedule } from '../../tools/generate/read-key-schedule.ts';
import { SpecError } from '../../tools/generate/spec-error.ts';
import { ClientState } from '../support/states.ts';
import { registeredNames } from '../traces/registered-names.ts';
import { drawn, elementsIn, parsed } from './support.ts';

const root = new URL('../..', import.meta.url).pathname;
let files: ReadonlyMap<string, string>;
beforeAll(async () => {
  files = await drawn(root);
});

const pictures = () => [...files].filter(([name]) => name.endsWith('.svg'));

describe('the pictures', () => {
  test('have the same bytes each time', async () => {
    expect(await drawn(root)).toEqual(files);
  });

  test('are well-formed and know a light and a dark page', () => {
    expect(pictures().length).toBeGreaterThan(10);
    for (const [, svg] of pictures()) {
      expect(parsed(svg).documentElement?.tagName).toBe('svg');
      expect(svg).toContain('@media (prefers-color-scheme:dark)');
    }
  });

  test('use no class that the style sheet does not have', () => {
    for (const [name, svg] of pictures()) {
      const document = parsed(svg);
      const style = elementsIn(document, 'style')[0]?.textContent ?? '';
      const used = elementsIn(document, '*').flatMap((one) =>
        (one.getAttribute('class') ?? '').split(' '),
      );
      for (const one of new Set(used)) {
        if (one !== '') expect(style, `${name}: ${one}`).toContain(`.${one}`);
      }
    }
  });

  test('fit on a screen of 1440 pixels', () => {
    for (const [name, svg] of pictures()) {
      const width = Number(parsed(svg).documentElement?.getAttribute('width'));
      expect(width, name).toBeLessThanOrEqual(1440);
    }
  });

  test('stand on the page that shows them, each once', () => {
    const page = files.get('README.md') ?? '';
    for (const [name] of pictures()) expect(page.split(`](${name})\n`)).toHaveLength(2);
  });
});

describe('the links', () => {
  const links = () =>
    pictures().flatMap(([, svg]) => {
      const anchors = elementsIn(parsed(svg), 'a');
      return anchors.map((one) => [one.getAttribute('href') ?? '', one.textContent ?? ''] as const);
    });

  test('into the spec lead to the line where the name stands', () => {
    const places = links().filter(([href]) => href.startsWith('../../spec/'));
    for (const [href, text] of places) {
      const [, file = '', line = ''] = /^\.\.\/\.\.\/(.+)#L(\d+)$/.exec(href) ?? [];
      const lines = readFileSync(join(root, file), 'utf8').split('\n');
      const found = lines[Number(line) - 1] ?? '';
      if (file === 'spec/key-schedule.ts') {
        expect(lines[Number(line)]).toContain(text.replaceAll('"', '').slice(0, 10));
      } else if (text.startsWith('The ') && !text.includes(':')) {
        expect(found).toContain('.createMachine({');
      } else expect(found.trim()).toBe(`${text.replace(/^The .*: /, '')}: {`);
    }
    // Every state of both machines, and the rows of the key schedule.
    expect(places.length).toBeGreaterThan(60);
  });

  test('to the RFC name the section that they say', () => {
    const sections = links().filter(([, text]) => text.startsWith('RFC '));
    for (const [href, text] of sections) {
      const [, document, section = ''] = /^RFC (\d+) §(\S+)$/.exec(text) ?? [];
      const kind = /^\d/.test(section) ? 'section' : 'appendix';
      const url = `https://www.rfc-editor.org/rfc/rfc${document}.html#${kind}-${section}`;
      expect(href).toBe(url);
    }
    expect(sections.length).toBeGreaterThan(40);
  });

  test('of both READMEs lead to headings that are there', () => {
    const page = files.get('README.md') ?? '';
    const headings = [...page.matchAll(/^## (.*)$/gm)].map(([, title = '']) =>
      title
        .toLowerCase()
        .replaceAll(/[^a-z0-9 -]/g, '')
        .replaceAll(' ', '-'),
    );
    const readme = readFileSync(join(root, 'README.md'), 'utf8');
    const outside = [...readme.matchAll(/\(generated\/diagrams\/README\.md#(.*?)\)/g)];
    const inside = [...page.matchAll(/\]\(#(.*?)\)/g)];
    expect(outside.length).toBeGreaterThan(8);
    expect(inside.length).toBe(pictures().length);
    for (const [link, anchor] of [...outside, ...inside]) expect(headings, link).toContain(anchor);
  });

  test('to other pictures lead to files that are there', () => {
    const others = links().filter(([href]) => href.endsWith('.svg'));
    for (const [href] of others) expect(files.has(href), href).toBe(true);
    expect(others.length).toBeGreaterThan(8);
  });
});

test('the key schedules show every row with its label and its span', async () => {
  const schedule = await readKeySchedule(root);
  const textOf = (name: string) => parsed(files.get(name) ?? '').documentElement?.textContent ?? '';
  const [text, text12] = [textOf('key-schedule.svg'), textOf('key-schedule-tls12.svg')];
  for (const row of schedule.rows.values()) {
    expect(row.operation === 'prf' ? text12 : text).toContain(row.rfcName);
    if (row.operation === 'expand') expect(text).toContain(`"${row.label}"`);
    if (row.operation !== 'prf') continue;
    expect(text12).toContain(`"${row.label}"`);
    expect(text12).toContain(`over ${row.seeds.join(' + ')}`);
    expect(text).not.toContain(row.rfcName);
  }
  for (const { span } of schedule.stages) expect(text).toContain(`over ${span}`);
});

test('a sequence shows its trace, in order', () => {
  const svg = files.get('sequence-client-authentication.svg') ?? '';
  const words = elementsIn(parsed(svg), 'text').map((one) => one.textContent ?? '');
  const flight = 'EncryptedExtensions CertificateRequest Certificate CertificateVerify Finished';
  const own = 'change_cipher_spec Certificate CertificateVerify Finished connected';
  const said = words.map((text) => text.split(' ')[0]).join(' ');
  expect(said).toContain(`ClientHello ServerHello ${flight} ${own} NewSessionTicket confirmed`);
});

test('the legend of a sequence tells of the keys that there are', () => {
  const textOf = (name: string) =>
    parsed(files.get(`sequence-${name}.svg`) ?? '').documentElement?.textContent ?? '';
  expect(textOf('full-handshake')).toContain('under handshake keys');
  expect(textOf('tls12-full-handshake')).not.toContain('under handshake keys');
  expect(textOf('tls12-full-handshake')).toContain('under application keys');
  expect(textOf('tls12-refused-client')).not.toContain('under application keys');
});

describe('an edit', () => {
  test('of a machine arrives in its pictures', async () => {
    const renamed = JSON.stringify(clientMachine.config).replaceAll(
      ClientState.WAIT_FINISHED,
      'waitProof',
    );
    const machine = createMachine(JSON.parse(renamed));
    const drawings = await machinePictures('client', machine, new Set(), new Map());
    const page = drawings.find(({ name }) => name === 'client-handshake')?.svg ?? '';
    expect(files.get('client-handshake.svg')).toContain(
      `id="live.handshake.${ClientState.WAIT_FINISHED}"`,
    );
    expect(page).toContain('id="live.handshake.waitProof"');
    expect(page).not.toContain(ClientState.WAIT_FINISHED);
  });

  test('that takes a chosen trace away is told', () => {
    const copy = mkdtempSync(join(tmpdir(), 'tlschart-traces-'));
    onTestFinished(() => rmSync(copy, { recursive: true }));
    cpSync(join(root, 'test/traces'), join(copy, 'test/traces'), { recursive: true });
    const file = join(copy, 'test/traces/key-update.md');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('## As a client\n', '## As any client\n'));
    expect(() => sequencePictures(copy, registeredNames)).toThrow(
      /^test\/traces\/key-update\.md:1: .*'As a client'/,
    );
    writeFileSync(file, text.replace('<- ServerHello', '<= ServerHello'));
    expect(() => sequencePictures(copy, registeredNames)).toThrow(SpecError);
  });
});
