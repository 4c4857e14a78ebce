/** The panel about one state: what it is, what is expected, how one gets there and away. */
import { actionText, eventText, failureOf } from '../../diagrams/machine/fold.ts';
import type { StateModel, TransitionModel } from '../../diagrams/machine/machine-model.ts';
import { type Chart, errorCodes, lineTo } from './charts.ts';
import { element, found } from './dom.ts';
import { actionList, rfcLink } from './step-list.ts';

/** What somebody can do here. */
export interface StateHandlers {
  select(id: string): void;
  toggle(id: string): void;
}

export function renderState(
  chart: Chart,
  id: string | undefined,
  isClosed: boolean,
  handlers: StateHandlers,
): void {
  const host = found('state', HTMLElement);
  const state = id === undefined ? undefined : chart.states.get(id);
  if (state === undefined) {
    host.replaceChildren(element('p', { class: 'hint' }, 'Choose a state in the diagram.'));
    return;
  }
  host.replaceChildren(
    element('h2', { class: 'state-name' }, state.name),
    where(chart, state, handlers),
    ...about(chart, state),
    ...closer(chart, state, isClosed, handlers),
    ...actionsOf('On the way in', state.entry.map(actionText)),
    ...actionsOf('On the way out', state.exit.map(actionText)),
    ...edges('Leads here', incoming(chart, state), 'source', handlers),
    ...edges('Leads away', state.transitions, 'target', handlers),
    ...inherited(chart, state, handlers),
  );
}

/** The states around it. */
function where(chart: Chart, { id }: StateModel, { select }: StateHandlers): HTMLElement {
  const outer = lineTo(id).slice(0, -1);
  const links = outer.flatMap((one) => [stateLink(one, select), ' › ']);
  return element(
    'p',
    { class: 'where' },
    element('span', { class: `who ${chart.role}` }, chart.role),
    ...links,
  );
}

function about(chart: Chart, state: StateModel): readonly HTMLElement[] {
  const expected = state.states.length > 0 ? [] : chart.expects(state.name);
  const tags = state.tags.map((tag) => element('span', { class: `tag ${tag}` }, tag));
  return [
    ...(state.description === undefined ? [] : [element('p', {}, state.description)]),
    element(
      'p',
      { class: 'row' },
      ...(state.rfc === undefined ? [] : [rfcLink(state.rfc)]),
      ...tags,
    ),
    ...(expected.length === 0
      ? []
      : [
          element(
            'p',
            { class: 'expects' },
            'May come from the peer: ',
            element('b', {}, expected.join(', ')),
          ),
        ]),
  ];
}

function closer(
  chart: Chart,
  { id, states }: StateModel,
  isClosed: boolean,
  { toggle }: StateHandlers,
): readonly HTMLElement[] {
  if (states.length === 0 || id === chart.model.id) return [];
  const text = isClosed ? 'Show what is in it' : 'Collapse';
  const attributes = { type: 'button', id: 'collapse', onclick: () => toggle(id) };
  return [element('p', {}, element('button', attributes, text))];
}

function actionsOf(title: string, actions: readonly string[]): readonly HTMLElement[] {
  return actions.length === 0 ? [] : [element('h3', {}, title), actionList(actions)];
}

function incoming({ transitions }: Chart, { id }: StateModel): readonly TransitionModel[] {
  return transitions.filter(({ target, source }) => target === id && source !== id);
}

/** What the states around it do with events that it does not take itself. */
function inherited(chart: Chart, { id }: StateModel, handlers: StateHandlers) {
  return lineTo(id)
    .slice(0, -1)
    .toReversed()
    .flatMap((outer) => {
      const state = chart.states.get(outer);
      if (state === undefined || state.transitions.length === 0) return [];
      const title = `Taken by ${state.name} around it (${state.transitions.length})`;
      const list = edgeList(state.transitions, 'target', handlers);
      return [element('details', {}, element('summary', {}, title), list)];
    });
}

function edges(
  title: string,
  transitions: readonly TransitionModel[],
  end: 'source' | 'target',
  handlers: StateHandlers,
): readonly HTMLElement[] {
  if (transitions.length === 0) return [];
  const heading = element('h3', {}, `${title} (${transitions.length})`);
  return [heading, edgeList(transitions, end, handlers)];
}

function edgeList(
  transitions: readonly TransitionModel[],
  end: 'source' | 'target',
  { select }: StateHandlers,
): HTMLElement {
  const items = transitions.map((transition) => {
    const failure = failureOf(transition, errorCodes);
    const other = transition[end];
    const actions = transition.actions.map(actionText).join(', ');
    return element(
      'li',
      { class: failure === undefined ? undefined : 'fails' },
      element('code', { class: 'name' }, eventText(transition)),
      element(
        'span',
        { class: 'way' },
        ...(other === undefined
          ? ['stays']
          : [end === 'target' ? '→ ' : '← ', stateLink(other, select)]),
      ),
      ...(actions === '' ? [] : [element('span', { class: 'does' }, actions)]),
    );
  });
  return element('ul', { class: 'edges' }, ...items);
}

function stateLink(id: string, select: (id: string) => void): HTMLElement {
  const name = id.split('.').at(-1) ?? id;
  return element('button', { type: 'button', class: 'link', onclick: () => select(id) }, name);
}
