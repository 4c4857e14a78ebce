/** Steps as people read them: the one that was taken last, and all of them in a list. */
import { captureWords } from '../../cli/capture-words.ts';
import type { StepRecord } from '../../cli/step-record.ts';
import { citationText, citationUrl } from '../../diagrams/rfc-link.ts';
import { element } from './dom.ts';

/** So many steps around the present one stand in the list: connections have thousands. */
const around = 60;

/** The last step: what came, where it led, what was done, under which keys. */
export function stepCard(step: StepRecord | undefined): HTMLElement {
  if (step === undefined) {
    return element('p', { class: 'hint' }, 'Nothing has happened yet.');
  }
  const { role, event, facet, alert, before, after, actions, failure } = step;
  const seen = captureWords(step);
  return element(
    'section',
    { class: 'card', 'aria-label': 'The last step' },
    element(
      'p',
      { class: 'happened' },
      element('span', { class: `who ${role}` }, role),
      element('code', { class: 'name' }, event),
      ...facetOf(facet ?? alert),
    ),
    element('p', { class: 'way' }, before === after ? `stays in ${after}` : `${before} → ${after}`),
    ...(failure === undefined ? [] : [element('p', { class: 'bad' }, failure.text)]),
    ...(actions.length === 0 ? [] : [actionList(actions)]),
    ...(seen === undefined ? [] : [element('p', { class: 'hint' }, `A capture shows: ${seen}`)]),
    keysLine(step),
  );
}

/** The version, once there is one, and what it protects with. */
function keysLine({ protocol, readEpoch, writeEpoch, rfc }: StepRecord): HTMLElement {
  return element(
    'p',
    { class: 'hint' },
    ...(protocol === undefined ? [] : [`${protocol}. `]),
    `Keys: reads ${readEpoch}, writes ${writeEpoch}. `,
    ...(rfc === undefined ? [] : [rfcLink(rfc)]),
  );
}

/** @param onChoose called with the number of steps that are then in effect */
export function stepList(
  steps: readonly StepRecord[],
  position: number,
  onChoose: (position: number) => void,
): HTMLElement {
  const from = Math.max(0, position - around);
  const to = Math.min(steps.length, position + around);
  const rows = steps.slice(from, to).map((step, index) => {
    const count = from + index + 1;
    return element(
      'li',
      { class: step.role, 'data-peer': step.role },
      element(
        'button',
        {
          type: 'button',
          onclick: () => onChoose(count),
          'aria-current': count === position ? 'step' : undefined,
          class: count > position ? 'later' : undefined,
        },
        element('span', { class: 'count' }, String(count)),
        element('code', { class: 'name' }, step.event),
        ...facetOf(step.facet),
        element('span', { class: 'way' }, step.before === step.after ? '' : `→ ${step.after}`),
      ),
    );
  });
  return element('ol', { class: 'steps', 'aria-label': 'All steps' }, ...rows);
}

export function rfcLink(rfc: string): HTMLElement {
  const attributes = { href: citationUrl(rfc), target: '_blank', rel: 'noopener' };
  return element('a', attributes, citationText(rfc));
}

export function actionList(actions: readonly string[]): HTMLElement {
  const items = actions.map((action) => element('li', {}, element('code', {}, action)));
  return element('ol', { class: 'actions', 'aria-label': 'Actions' }, ...items);
}

export function facetOf(facet: string | undefined): readonly HTMLElement[] {
  return facet === undefined ? [] : [element('span', { class: 'facet' }, facet)];
}
