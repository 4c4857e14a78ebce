/** `--trace=json`: what is written of a step, and that the page reads it. */
import { describe, expect, test } from 'vitest';
import { stepsOf } from '../../tools/view/page/trace-file.ts';
import { ClientState } from '../support/states.ts';
import { actionPattern, isKnown, stateNames } from './machine-names.ts';
import { clientOf, recordedSteps } from './recorded.ts';

const steps = [...recordedSteps(), ...recordedSteps({ client: clientOf('TLSv1.2') })];
const lines = steps.map((step) => JSON.stringify(step));

test('each step is one line with names of the spec, and nothing else', () => {
  expect(steps.length).toBeGreaterThan(15);
  for (const { role, event, facet, before, after, actions, readEpoch, writeEpoch, rfc } of steps) {
    expect(isKnown(role, event, facet), `${event} ${facet}`).toBe(true);
    expect(stateNames[role]).toContain(before);
    expect(stateNames[role]).toContain(after);
    for (const action of actions) expect(action).toMatch(actionPattern);
    for (const epoch of [readEpoch, writeEpoch]) expect(epoch).toMatch(/^[a-z]+$/);
    expect(rfc).toMatch(/^(9846|5246|8422)#[\w.]+$/);
  }
  for (const line of lines) expect(line).not.toContain('\n');
});

test('a failure is told with its code, its alert and the line for people', () => {
  const failed = recordedSteps({ client: { serverName: 'elsewhere.example' } });
  const failures = failed.flatMap(({ role, failure }) => (failure ? [{ role, failure }] : []));
  expect(failures).toMatchObject([
    {
      role: 'client',
      failure: {
        code: 'ERR_TLS_CERT_ALTNAME_INVALID',
        alert: 'bad_certificate',
        origin: 'local',
        text: expect.stringContaining(`not for elsewhere.example, in ${ClientState.VERIFYING}`),
      },
    },
    { role: 'server', failure: { code: 'ERR_TLS_PEER_ALERT', origin: 'peer' } },
  ]);
});

describe('the page reads', () => {
  test('what was written, among lines that are something else', () => {
    const text = ['connected to localhost:443', ...lines, '  protocol  TLSv1.3', '{"a":', ''];
    expect(stepsOf(text.join('\n'))).toEqual(lines.map((line) => JSON.parse(line)));
  });

  test('nothing where there is no step, and says so', () => {
    expect(() => stepsOf('{"role":"client"}\nhello')).toThrow('no line of it is a step');
  });
});
