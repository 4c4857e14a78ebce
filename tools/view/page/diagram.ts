/** One machine's diagram on the page: drawn, moved about, and marked with where a connection is. */
import { innerStories } from '../../diagrams/machine/pages.ts';
import { type Chart, lineTo } from './charts.ts';
import { type Drawing, drawn } from './drawing.ts';
import { Viewport } from './viewport.ts';

/** Where a connection is. */
export interface Marks {
  /** The ids of the states it is in, those around them included. */
  readonly active: ReadonlySet<string>;
  /** The ids of the transitions that the last step took. */
  readonly taken: readonly string[];
  readonly selected: string | undefined;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

export class Diagram {
  readonly chart: Chart;
  readonly viewport: Viewport;
  readonly #content = document.createElementNS(svgNamespace, 'g');
  readonly #shown: { closed: Set<string>; isDetailed: boolean };
  /** What is closed from the beginning, until a connection goes there or somebody opens it. */
  readonly #unopened: Set<string>;
  /** By what is shown. */
  readonly #drawn = new Map<string, Drawing>();
  #drawing: Drawing | undefined;
  #marks: Marks = { active: new Set(), taken: [], selected: undefined };

  /** @param onSelect called with a state's id when somebody chooses it */
  constructor(chart: Chart, host: HTMLElement, onSelect: (id: string) => void) {
    this.chart = chart;
    this.#unopened = new Set(innerStories(chart.model));
    this.#shown = { closed: new Set(this.#unopened), isDetailed: false };
    const svg = document.createElementNS(svgNamespace, 'svg');
    svg.setAttribute('role', 'group');
    svg.setAttribute('aria-label', `Diagram of the ${chart.role}`);
    svg.append(this.#content);
    host.append(svg);
    this.viewport = new Viewport(svg, this.#content);
    svg.addEventListener('click', (event) => this.#choose(event, onSelect));
    svg.addEventListener('dblclick', (event) => {
      const id = stateAt(event);
      if (id !== undefined) void this.toggle(id);
    });
    svg.addEventListener('keydown', (event) => {
      const id = stateAt(event);
      if (id === undefined) return;
      if (event.key === 'Enter' || event.key === ' ') onSelect(id);
      else if (event.key === 'c') void this.toggle(id);
      else return;
      event.preventDefault();
    });
  }

  /** Takes effect when it is drawn. */
  set isDetailed(isDetailed: boolean) {
    this.#shown.isDetailed = isDetailed;
  }

  isClosed(id: string): boolean {
    return this.#shown.closed.has(id);
  }

  /** Whether there is something in it that can be hidden. */
  canClose(id: string): boolean {
    const state = this.chart.states.get(id);
    return state !== undefined && state.states.length > 0 && state !== this.chart.model;
  }

  /** Draws it, unless it is drawn like that already. */
  async draw(): Promise<void> {
    const { closed, isDetailed } = this.#shown;
    const shown = `${isDetailed} ${[...closed].sort()}`;
    const drawing = this.#drawn.get(shown) ?? (await drawn(this.chart, this.#shown));
    this.#drawn.set(shown, drawing);
    // What was asked for meanwhile will be drawn by whoever asked.
    if (drawing === this.#drawing || shown !== `${this.#shown.isDetailed} ${[...closed].sort()}`)
      return;
    this.#drawing = drawing;
    this.#content.innerHTML = drawing.svg;
    this.viewport.size = drawing;
    this.mark(this.#marks);
  }

  /** Closes an open state, opens a closed one. */
  async toggle(id: string): Promise<void> {
    if (!this.canClose(id)) return;
    const { closed } = this.#shown;
    this.#unopened.delete(id);
    if (!closed.delete(id)) closed.add(id);
    await this.draw();
    this.#reveal(id);
  }

  mark(marks: Marks): void {
    this.#marks = marks;
    const arrows = new Set(marks.taken.map((id) => this.#drawing?.arrows.get(id)));
    for (const group of this.#content.querySelectorAll<SVGGElement>('.state')) {
      const id = group.dataset.state ?? '';
      const isActive = marks.active.has(id);
      const isFrame = group.classList.contains('frame');
      group.classList.toggle('is-active', isActive && !isFrame);
      group.classList.toggle('is-around', isActive && isFrame);
      group.setAttribute('aria-pressed', String(id === marks.selected));
      if (isActive) group.setAttribute('aria-current', 'step');
      else group.removeAttribute('aria-current');
    }
    for (const group of this.#content.querySelectorAll<SVGGElement>('.arrow')) {
      group.classList.toggle('is-taken', arrows.has(group.dataset.arrow));
    }
  }

  /** Brings the states that a connection is in into sight, unless somebody has closed them. */
  async follow(): Promise<void> {
    const entered = [...this.#unopened].filter((id) => this.#marks.active.has(id));
    for (const id of entered) {
      this.#unopened.delete(id);
      this.#shown.closed.delete(id);
    }
    if (entered.length > 0) await this.draw();
    const boxes = [...this.#marks.active].flatMap((id) => {
      const box = this.#drawing?.boxes.get(id);
      return box === undefined || box.node.shape === 'frame' ? [] : [box];
    });
    const [first] = boxes;
    if (first === undefined) return;
    const left = Math.min(...boxes.map(({ x }) => x));
    const top = Math.min(...boxes.map(({ y }) => y));
    const right = Math.max(...boxes.map(({ x, width }) => x + width));
    const bottom = Math.max(...boxes.map(({ y, height }) => y + height));
    this.viewport.reveal({ x: left, y: top, width: right - left, height: bottom - top });
  }

  /** Opens what a state is in, and brings it into sight. */
  async find(id: string): Promise<void> {
    const outer = lineTo(id).slice(0, -1);
    if (outer.filter((one) => this.#shown.closed.delete(one)).length > 0) await this.draw();
    this.#reveal(id);
  }

  focus(id: string): void {
    this.#content.querySelector<SVGGElement>(`[data-state="${CSS.escape(id)}"]`)?.focus();
  }

  #reveal(id: string): void {
    const box = this.#drawing?.boxes.get(id);
    if (box !== undefined) this.viewport.reveal(box);
  }

  #choose(event: MouseEvent, onSelect: (id: string) => void): void {
    const link = (event.target as Element).closest('a')?.getAttribute('href') ?? '';
    const opened = /^#open=(.*)$/.exec(link)?.[1];
    if (link !== '') event.preventDefault();
    if (opened !== undefined) void this.toggle(opened);
    else if (link !== '') window.open(link, '_blank', 'noopener');
    else {
      const id = stateAt(event);
      if (id !== undefined) onSelect(id);
    }
  }
}

/** The state that an event of the page is about. */
function stateAt({ target }: Event): string | undefined {
  const group = target instanceof Element ? target.closest<SVGGElement>('.state') : null;
  return group?.dataset.state;
}
