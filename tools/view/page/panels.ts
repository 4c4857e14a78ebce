/** The panels beside the diagrams, of which one is open. */
import { charts, type Role } from './charts.ts';
import type { Diagram } from './diagram.ts';
import { element, found } from './dom.ts';
import type { Recording } from './recording.ts';
import { renderRecording } from './recording-panel.ts';
import { renderSimulate } from './simulate-panel.ts';
import type { Configuration, Simulation } from './simulation.ts';
import { renderState } from './state-panel.ts';
import type { Story } from './story.ts';

export type Panel = 'simulate' | 'recording' | 'state';

/** What the panels show and change: the app. */
export interface Shown {
  readonly panel: Panel;
  readonly story: Story;
  readonly simulation: Simulation;
  readonly recording: Recording;
  readonly selected: { readonly role: Role; readonly id: string } | undefined;
  readonly shown: readonly Role[];
  readonly diagrams: Readonly<Record<Role, Diagram>>;
  readonly isConnected: boolean;
  readonly message: string;
  goTo(position: number): void;
  take(name: string): void;
  drive(role: Role, configuration?: Configuration): void;
  load(files: readonly File[]): Promise<void>;
  find(role: Role, id: string): Promise<void>;
  writeLink(): void;
  render(follows?: boolean): void;
}

export const panelNames: readonly Panel[] = ['simulate', 'recording', 'state'];

export class Panels {
  readonly #app: Shown;

  constructor(app: Shown) {
    this.#app = app;
  }

  render(): void {
    const { panel } = this.#app;
    for (const name of panelNames) {
      const tab = found(`${name}-tab`, HTMLElement);
      tab.setAttribute('aria-selected', String(name === panel));
      tab.tabIndex = name === panel ? 0 : -1;
      found(name, HTMLElement).hidden = name !== panel;
    }
    const hasNews = panel !== 'recording' && !this.#app.recording.isEmpty;
    found('recording-tab', HTMLElement).classList.toggle('has-news', hasNews);
    const host = found(panel, HTMLElement);
    const open = [...host.querySelectorAll<HTMLDetailsElement>('details[open]')];
    const kinds = new Set(open.map(({ dataset }) => dataset.kind ?? ''));
    const hadFocus = host.contains(document.activeElement);
    if (panel === 'simulate') this.#renderSimulate(kinds);
    if (panel === 'recording') this.#renderRecording();
    if (panel === 'state') this.#renderState();
    const list = host.querySelector<HTMLElement>('.steps');
    const present = list?.querySelector<HTMLElement>('[aria-current]')?.closest('li');
    if (list && present) list.scrollTop = present.offsetTop - list.clientHeight / 2;
    host.querySelector('.card')?.append(...this.#remembered());
    // What had the focus is gone; this is what one goes on with.
    if (hadFocus) host.querySelector<HTMLElement>('.choices button, [aria-current]')?.focus();
  }

  #renderSimulate(open: ReadonlySet<string>): void {
    const app = this.#app;
    const { role } = app.simulation.chart;
    const handlers = {
      goTo: (position: number) => app.goTo(position),
      take: (name: string) => app.take(name),
      configure: (configuration: Configuration) => app.drive(role, configuration),
      restart: () => app.drive(role, app.simulation.configuration),
      drive: (other: typeof role) => app.drive(other),
      async share() {
        app.writeLink();
        await navigator.clipboard?.writeText(location.href);
      },
    };
    renderSimulate(app.simulation, handlers, { open, drivable: app.shown, message: app.message });
  }

  #renderRecording(): void {
    const app = this.#app;
    renderRecording(app.recording, app.isConnected, app.message, {
      goTo: (position) => app.goTo(position),
      load: (files) => app.load(files),
      show(role, key) {
        app.recording.show(role, key);
        app.render(true);
      },
    });
  }

  #renderState(): void {
    const app = this.#app;
    const { role, id } = app.selected ?? { role: 'client', id: undefined };
    const diagram = app.diagrams[role];
    renderState(charts[role], id, id !== undefined && diagram.isClosed(id), {
      select: (other) => void app.find(role, other),
      toggle: (one) => void diagram.toggle(one).then(() => app.render()),
    });
  }

  /** What the machine of the last step has in its context. */
  #remembered(): readonly HTMLElement[] {
    const members = Object.entries(this.#app.story.snapshot?.context ?? {});
    const told = members.filter(([, value]) => value !== false && value !== 'none');
    if (told.length === 0) return [];
    const texts = told.map(([name, value]) => (value === true ? name : `${name}: ${value}`));
    return [element('p', { class: 'hint' }, `Remembers: ${texts.join(', ')}`)];
  }
}
