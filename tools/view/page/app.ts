/** What the page shows, and what changes it. */
import type { StepRecord } from '../../cli/step-record.ts';
import { stateName } from '../../explore/graph.ts';
import { activeIn } from './active.ts';
import { charts, type Role, roles } from './charts.ts';
import { Diagram } from './diagram.ts';
import { found } from './dom.ts';
import { fragmentOf, type SharedPath, sharedPathIn } from './link.ts';
import { type Panel, Panels, type Shown } from './panels.ts';
import { showPlayer } from './player.ts';
import { Recording } from './recording.ts';
import { beginningsOf } from './replay.ts';
import { type Configuration, Simulation } from './simulation.ts';
import type { Story } from './story.ts';
import { stepsOf } from './trace-file.ts';

export type Machines = Role | 'both';

export class App implements Shown {
  readonly diagrams: Readonly<Record<Role, Diagram>>;
  readonly recording = new Recording();
  simulation = new Simulation(charts.client);
  /** What is shown of it: the simulation, or the recording. */
  story: Story = this.simulation;
  machines: Machines = 'client';
  panel: Panel = 'simulate';
  selected: { readonly role: Role; readonly id: string } | undefined;
  isConnected = false;
  /** What went wrong with a file. */
  message = '';
  readonly #panels = new Panels(this);
  /** Whether a frame is asked for, and whether the diagrams go where the connection is then. */
  readonly #due = { frame: false, follow: false };

  constructor() {
    const make = (role: Role) =>
      new Diagram(charts[role], found(`${role}-diagram`, HTMLElement), (id) =>
        this.select(role, id),
      );
    this.diagrams = { client: make('client'), server: make('server') };
  }

  /** The roles in sight. */
  get shown(): readonly Role[] {
    return this.machines === 'both' ? roles : [this.machines];
  }

  async start(): Promise<void> {
    window.addEventListener('hashchange', () => this.#takeLink());
    if (!this.#takeLink()) await this.showMachines('client');
  }

  async showMachines(machines: Machines): Promise<void> {
    this.machines = machines;
    document.body.dataset.machine = machines;
    if (machines !== 'both' && machines !== this.simulation.chart.role) this.drive(machines);
    for (const role of this.shown) await this.diagrams[role].draw();
    for (const role of this.shown) this.diagrams[role].viewport.home();
    this.render(true);
  }

  /** Shows all that the spec tells of each state, or only names. */
  async showDetails(isDetailed: boolean): Promise<void> {
    for (const role of roles) this.diagrams[role].isDetailed = isDetailed;
    await this.showMachines(this.machines);
  }

  showPanel(panel: Panel): void {
    this.panel = panel;
    if (panel === 'simulate') this.story = this.simulation;
    if (panel === 'recording') this.story = this.recording;
    this.render(true);
  }

  select(role: Role, id: string): void {
    this.selected = { role, id };
    this.showPanel('state');
  }

  /** As `select`, and brings it into sight. */
  async find(role: Role, id: string): Promise<void> {
    this.selected = { role, id };
    this.panel = 'state';
    if (!this.shown.includes(role)) await this.showMachines(role);
    await this.diagrams[role].find(id);
    this.render();
    this.diagrams[role].focus(id);
  }

  goTo(position: number): void {
    this.story.position = position;
    this.writeLink();
    this.render(true);
  }

  /** Sends an event to the machine that is simulated. */
  take(name: string): void {
    this.simulation.take(name);
    this.writeLink();
    this.render(true);
  }

  /** Simulates a machine from its beginning. */
  drive(role: Role, configuration: Configuration = {}): void {
    this.#simulate(new Simulation(charts[role], configuration));
    this.writeLink();
    this.render(true);
  }

  /** A step of a connection that runs right now. */
  takeLive(step: StepRecord, sessionId: string): void {
    // Who simulates is not disturbed: the panel's name says that there is something.
    const isFirst = this.recording.isEmpty && this.simulation.steps.length === 0;
    this.recording.add(step, `live ${sessionId.slice(0, 4)}`);
    if (isFirst) this.showPanel('recording');
    const isWatched = this.story === this.recording && !this.shown.includes(step.role);
    if (isWatched) void this.showMachines(isFirst ? step.role : 'both');
    this.render(true);
  }

  async load(files: readonly File[]): Promise<void> {
    this.message = '';
    for (const file of files) {
      try {
        for (const step of stepsOf(await file.text())) this.recording.add(step, file.name);
      } catch (error) {
        this.message = `${file.name}: ${error instanceof Error ? error.message : String(error)}`;
      }
    }
    this.recording.position = 0;
    this.showPanel('recording');
    const present = roles.filter((role) => this.recording.shown(role) !== undefined);
    const [only = this.machines] = present;
    await this.showMachines(present.length > 1 ? 'both' : only);
  }

  /** Shows what has changed, in the next frame. @param follows whether to go where the connection is */
  render(follows = false): void {
    this.#due.follow ||= follows;
    if (this.#due.frame) return;
    this.#due.frame = true;
    requestAnimationFrame(() => {
      const { follow } = this.#due;
      Object.assign(this.#due, { frame: false, follow: false });
      for (const role of this.shown) this.#mark(role, follow);
      this.#panels.render();
      const places = this.shown.map((role) => `${role} in ${this.#stateOf(role)}`);
      showPlayer(this.story, places.join(', '));
    });
  }

  /** Puts the path into the address. */
  writeLink(): void {
    if (this.story !== this.simulation) return;
    history.replaceState(undefined, '', `#${fragmentOf(this.#path)}`);
  }

  #mark(role: Role, follows: boolean): void {
    const diagram = this.diagrams[role];
    diagram.mark({
      active: activeIn(diagram.chart, this.#stateOf(role)),
      taken: this.story.placeOf(role).taken,
      selected: this.selected?.role === role ? this.selected.id : undefined,
    });
    if (follows) void diagram.follow();
  }

  #stateOf(role: Role): string {
    const [beginning] = beginningsOf(charts[role]);
    return this.story.placeOf(role).state ?? stateName(beginning?.value ?? '');
  }

  #simulate(simulation: Simulation): void {
    if (this.story === this.simulation) this.story = simulation;
    this.simulation = simulation;
  }

  get #path(): SharedPath {
    const { chart, configuration, path } = this.simulation;
    return { role: chart.role, configuration, path };
  }

  /** @returns whether the address has a path in it that is not shown already */
  #takeLink(): boolean {
    const shared = sharedPathIn(location.hash);
    if (shared === undefined || fragmentOf(this.#path) === fragmentOf(shared)) return false;
    const { role, configuration, path } = shared;
    const simulation = new Simulation(charts[role], configuration);
    this.message = simulation.takeAll(path);
    this.#simulate(simulation);
    this.showPanel('simulate');
    void this.showMachines(role);
    return true;
  }
}
