/** Finds states by name, section and description, and by the events that they take. */
import { type Chart, charts, type Role, roles } from './charts.ts';
import { element, found } from './dom.ts';

interface Hit {
  readonly role: Role;
  readonly id: string;
  readonly name: string;
  /** Why it was found, if not by its name. */
  readonly why: string;
  /** The lower, the better. */
  readonly rank: number;
}

const most = 12;

export function startSearch(
  shown: () => readonly Role[],
  onChoose: (role: Role, id: string) => void,
): void {
  const input = found('search', HTMLInputElement);
  const list = found('hits', HTMLDivElement);
  let hits: readonly Hit[] = [];
  let at = 0;
  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const choose = (hit: Hit | undefined) => {
    if (hit === undefined) return;
    close();
    onChoose(hit.role, hit.id);
  };
  const show = () => {
    const rows = hits.map((hit, index) => row(hit, index, index === at, () => choose(hit)));
    const nothing = element('div', { class: 'hint' }, 'Nothing has that name.');
    list.replaceChildren(...(hits.length === 0 ? [nothing] : rows));
    list.hidden = input.value.trim() === '';
    input.setAttribute('aria-expanded', String(!list.hidden));
    input.setAttribute('aria-activedescendant', `hit-${at}`);
  };
  input.addEventListener('input', () => {
    hits = hitsFor(input.value, shown());
    at = 0;
    show();
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') choose(hits[at]);
    else if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') at = Math.min(at + 1, hits.length - 1);
    else if (event.key === 'ArrowUp') at = Math.max(at - 1, 0);
    else return;
    event.preventDefault();
    if (event.key.startsWith('Arrow')) show();
  });
  input.addEventListener('blur', close);
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLInputElement && event.target.type !== 'range';
    if (event.key !== '/' || isTyping) return;
    event.preventDefault();
    input.select();
    input.focus();
  });
}

function row({ role, name, why }: Hit, index: number, isAt: boolean, onChoose: () => void) {
  // On pointerdown: the input loses the focus before there is a click.
  const onpointerdown = (event: Event) => {
    event.preventDefault();
    onChoose();
  };
  return element(
    'div',
    { id: `hit-${index}`, role: 'option', 'aria-selected': String(isAt), onpointerdown },
    element('span', { class: `who ${role}` }, role),
    element('b', {}, name),
    element('span', { class: 'hint' }, why),
  );
}

/** The best first; those of the machines in sight before others. */
function hitsFor(text: string, shown: readonly Role[]): readonly Hit[] {
  const words = text.trim().toLowerCase();
  if (words === '') return [];
  const hits = roles.flatMap((role) =>
    hitsIn(charts[role], words).map((hit) => ({
      ...hit,
      rank: hit.rank + (shown.includes(role) ? 0 : 0.5),
    })),
  );
  return hits.toSorted((one, other) => one.rank - other.rank).slice(0, most);
}

function hitsIn({ role, states }: Chart, words: string): readonly Hit[] {
  return [...states.values()].flatMap(({ id, name, rfc, description = '', transitions }) => {
    const at = name.toLowerCase().indexOf(words);
    const event = transitions.find((one) => one.event.toLowerCase().includes(words))?.event;
    const hit = (rank: number, why: string) => [{ role, id, name, why, rank }];
    if (at === 0) return hit(name.length === words.length ? 0 : 1, '');
    if (at > 0) return hit(2, '');
    if (event !== undefined) return hit(3, `takes ${event}`);
    if (rfc?.includes(words)) return hit(4, rfc);
    return description.toLowerCase().includes(words) ? hit(5, description) : [];
  });
}
