/** The panel of connections that were recorded or run right now: which, and their steps. */
import { type Role, roles } from './charts.ts';
import { element, found } from './dom.ts';
import type { Recording } from './recording.ts';
import { stepCard, stepList } from './step-list.ts';

/** What somebody can do here. */
export interface RecordingHandlers {
  load(files: readonly File[]): Promise<void>;
  show(role: Role, key: string | undefined): void;
  goTo(position: number): void;
}

export function renderRecording(
  recording: Recording,
  isConnected: boolean,
  message: string,
  handlers: RecordingHandlers,
): void {
  const { steps, position, isEmpty } = recording;
  found('recording', HTMLElement).replaceChildren(
    fileRow(handlers),
    ...(message === '' ? [] : [element('p', { class: 'bad', role: 'alert' }, message)]),
    element(
      'p',
      { class: isConnected ? 'live on' : 'live' },
      isConnected
        ? 'Live: what runs with --inspect appears here.'
        : 'Not live: the server of this page cannot be reached.',
    ),
    ...(isEmpty ? howTo() : roles.flatMap((role) => sessionField(recording, role, handlers))),
    ...(isEmpty ? [] : [stepCard(steps[position - 1])]),
    stepList(steps, position, handlers.goTo),
  );
}

function fileRow({ load }: RecordingHandlers): HTMLElement {
  const onchange = ({ currentTarget }: Event) => {
    if (!(currentTarget instanceof HTMLInputElement)) return;
    void load([...(currentTarget.files ?? [])]);
  };
  const attributes = { type: 'file', id: 'traces', multiple: true, onchange };
  return element(
    'label',
    { class: 'file' },
    element('span', {}, 'Open traces …'),
    element('input', { ...attributes, accept: '.json,.jsonl,.ndjson,.log,.txt' }),
  );
}

function howTo(): readonly HTMLElement[] {
  return [
    element('p', { class: 'hint' }, 'A trace of each end, or of one of them:'),
    element(
      'pre',
      {},
      'tlschart server … --trace=json 2> server.jsonl\ntlschart client … --trace=json 2> client.jsonl',
    ),
    element('p', { class: 'hint' }, 'Or a connection while it runs, as long as this page is open:'),
    element('pre', {}, 'tlschart server … --inspect\ntlschart client … --inspect'),
  ];
}

function sessionField(
  recording: Recording,
  role: Role,
  { show }: RecordingHandlers,
): readonly HTMLElement[] {
  const sessions = recording.sessionsOf(role);
  if (sessions.length === 0) return [];
  const shown = recording.shown(role)?.key;
  const options = sessions.map(({ key, name, steps }) =>
    element('option', { value: key, selected: key === shown }, `${name}, ${steps.length} steps`),
  );
  const none = element('option', { value: '', selected: shown === undefined }, 'none');
  const onchange = ({ currentTarget }: Event) => {
    if (!(currentTarget instanceof HTMLSelectElement)) return;
    show(role, currentTarget.value === '' ? undefined : currentTarget.value);
  };
  const select = element('select', { 'data-role': role, onchange }, none, ...options);
  return [
    element('label', { class: 'field' }, element('span', { class: `who ${role}` }, role), select),
  ];
}
