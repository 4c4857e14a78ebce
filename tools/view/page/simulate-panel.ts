/** The panel in which a machine is driven by hand: what can happen here, by what comes of it. */
import type { Role } from './charts.ts';
import { element, found } from './dom.ts';
import type { Choice, Configuration, Simulation } from './simulation.ts';
import { facetOf, stepCard, stepList } from './step-list.ts';
import { lastStep } from './story.ts';

/** What somebody can do here. */
export interface SimulateHandlers {
  take(name: string): void;
  configure(configuration: Configuration): void;
  goTo(position: number): void;
  restart(): void;
  share(): Promise<void>;
  /** Drives another machine. */
  drive(role: Role): void;
}

/** What is around the simulation. */
export interface Around {
  /** The parts that somebody has unfolded. */
  readonly open: ReadonlySet<string>;
  /** The machines in sight. */
  readonly drivable: readonly Role[];
  /** What was wrong with a link. */
  readonly message: string;
}

const titles = {
  moves: 'Goes on',
  stays: 'Stays here and does something',
  fails: 'Ends the connection',
  ignored: 'Ignored',
} as const;

export function renderSimulate(
  simulation: Simulation,
  handlers: SimulateHandlers,
  { open, drivable, message }: Around,
): void {
  const { steps, position } = simulation;
  const choices = simulation.choices();
  const groups = (['moves', 'stays', 'fails', 'ignored'] as const).map((kind) =>
    group(
      kind,
      choices.filter((choice) => choice.kind === kind),
      handlers,
      open,
    ),
  );
  found('simulate', HTMLElement).replaceChildren(
    ...(drivable.length > 1 ? [driven(simulation, drivable, handlers)] : []),
    toolRow(position, handlers),
    ...(message === '' ? [] : [element('p', { class: 'bad', role: 'alert' }, message)]),
    stepCard(lastStep(simulation)),
    element('h2', {}, 'What happens next?'),
    ...groups.flat(),
    ...configurationForm(simulation, handlers),
    ...(steps.length === 0 ? [] : [element('h2', {}, 'The path')]),
    stepList(steps, position, handlers.goTo),
  );
}

function toolRow(position: number, { goTo, restart, share }: SimulateHandlers): HTMLElement {
  const copied = element('span', { class: 'hint', role: 'status' });
  const onShare = async () => {
    copied.textContent = '';
    await share();
    copied.textContent = 'The link is copied; it is in the address too.';
  };
  const isFirst = position === 0;
  return element(
    'p',
    { class: 'row' },
    element(
      'button',
      { type: 'button', disabled: isFirst, onclick: () => goTo(position - 1) },
      'Step back',
    ),
    element('button', { type: 'button', disabled: isFirst, onclick: restart }, 'Start over'),
    element('button', { type: 'button', onclick: () => void onShare() }, 'Copy link'),
    copied,
  );
}

/** Which of the machines in sight is driven. */
function driven({ chart }: Simulation, drivable: readonly Role[], { drive }: SimulateHandlers) {
  const options = drivable.map((role) =>
    element('option', { selected: role === chart.role }, role),
  );
  const onchange = ({ currentTarget }: Event) => {
    const role = drivable.find((one) => one === (currentTarget as HTMLSelectElement).value);
    if (role !== undefined) drive(role);
  };
  return element(
    'label',
    { class: 'field' },
    'Simulates the',
    element('select', { onchange }, ...options),
  );
}

function group(
  kind: Choice['kind'],
  choices: readonly Choice[],
  { take }: SimulateHandlers,
  isOpen: ReadonlySet<string>,
): readonly HTMLElement[] {
  if (choices.length === 0) return [];
  const items = choices.map((choice) =>
    element(
      'li',
      {},
      choiceButton(choice, () => take(choice.name)),
    ),
  );
  const list = element('ul', { class: 'choices' }, ...items);
  const title = `${titles[kind]} (${choices.length})`;
  if (kind === 'moves') return [element('h3', {}, title), list];
  const open = isOpen.has(kind);
  return [element('details', { 'data-kind': kind, open }, element('summary', {}, title), list)];
}

function choiceButton({ name, stimulus, kind, after, failure }: Choice, onclick: () => void) {
  const { type, facet } = stimulus;
  const outcome = { moves: `→ ${after}`, stays: '', fails: failure ?? '', ignored: '' }[kind];
  return element(
    'button',
    { type: 'button', class: kind, 'data-choice': name, onclick },
    element('code', { class: 'name' }, type),
    ...facetOf(facet),
    element('span', { class: 'way' }, outcome),
  );
}

/** What options give. A change begins anew. */
function configurationForm(
  { chart, configuration }: Simulation,
  { configure }: SimulateHandlers,
): readonly HTMLElement[] {
  const fields = Object.entries(chart.configuration).map(([name, values]) => {
    const options = values.map((value) =>
      element('option', { selected: String(value) === configuration[name] }, String(value)),
    );
    const onchange = ({ currentTarget }: Event) => {
      if (!(currentTarget instanceof HTMLSelectElement)) return;
      configure({ ...configuration, [name]: currentTarget.value });
    };
    const select = element('select', { onchange }, ...options);
    return element('label', {}, element('code', {}, name), select);
  });
  const summary = element('summary', {}, 'Options of the endpoint');
  return [element('details', { 'data-kind': 'options' }, summary, ...fields)];
}
