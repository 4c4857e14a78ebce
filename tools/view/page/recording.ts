/**
 * Connections that were recorded, or that run right now. Of each role one is shown; the steps of
 * both are one story, in the order of time.
 */
import type { AnyMachineSnapshot } from 'xstate';
import type { StepRecord } from '../../cli/step-record.ts';
import { charts, type Role, roles } from './charts.ts';
import { Replay } from './replay.ts';
import { lastStep, type MachinePlace, type Story } from './story.ts';

/** The steps of one end of one connection. */
export interface Session {
  readonly key: string;
  readonly role: Role;
  /** Role, peer and where it comes from. */
  readonly name: string;
  readonly steps: StepRecord[];
  readonly replay: Replay;
}

export class Recording implements Story {
  readonly #sessions = new Map<string, Session>();
  readonly #shown: Partial<Record<Role, string>> = {};
  /** How many steps of the story are in effect. */
  #position = 0;
  /** Kept until what is shown changes. */
  #story: StepRecord[] | undefined;

  /** @param source tells apart what has the same role and peer */
  add(step: StepRecord, source: string): void {
    const key = `${source} ${step.role} ${step.peer}`;
    const session = this.#sessions.get(key) ?? this.#begin(key, step, source);
    const story = this.steps;
    const isFollowed = this.#position === story.length;
    session.steps.push(step);
    session.replay.push(step);
    if (this.#shown[step.role] !== key) return;
    if (step.atMs >= (story.at(-1)?.atMs ?? 0)) this.#story?.push(step);
    else this.#story = undefined;
    if (isFollowed) this.#position += 1;
  }

  get position(): number {
    return this.#position;
  }

  set position(count: number) {
    this.#position = Math.max(0, Math.min(count, this.steps.length));
  }

  /** The steps of the shown sessions, by time. */
  get steps(): readonly StepRecord[] {
    this.#story ??= roles
      .flatMap((role) => this.shown(role)?.steps ?? [])
      .toSorted((one, other) => one.atMs - other.atMs);
    return this.#story;
  }

  get isEmpty(): boolean {
    return this.#sessions.size === 0;
  }

  sessionsOf(role: Role): readonly Session[] {
    return [...this.#sessions.values()].filter((session) => session.role === role);
  }

  shown(role: Role): Session | undefined {
    const key = this.#shown[role];
    return key === undefined ? undefined : this.#sessions.get(key);
  }

  /** Shows another session of a role, or none, from the beginning of the story on. */
  show(role: Role, key: string | undefined): void {
    if (key === undefined) delete this.#shown[role];
    else this.#shown[role] = key;
    this.#story = undefined;
    this.#position = 0;
  }

  placeOf(role: Role): MachinePlace {
    const session = this.shown(role);
    const progress = this.#progressOf(role);
    const state = session?.steps[progress - 1]?.after ?? session?.steps[0]?.before;
    const isLast = session !== undefined && lastStep(this)?.role === role;
    return { state, taken: isLast ? session.replay.taken(progress - 1) : [] };
  }

  get snapshot(): AnyMachineSnapshot | undefined {
    const role = lastStep(this)?.role;
    return role && this.shown(role)?.replay.after(this.#progressOf(role));
  }

  /** How many of a role's own steps are in effect. */
  #progressOf(role: Role): number {
    return this.steps.slice(0, this.#position).filter((step) => step.role === role).length;
  }

  /** The newest is shown; whoever looks at the end of the story before sees it begin. */
  #begin(key: string, { role, peer }: StepRecord, source: string): Session {
    const replay = new Replay(charts[role]);
    const session = { key, role, name: `${peer} (${source})`, steps: [], replay };
    const isAtEnd = this.#position === this.steps.length;
    this.#sessions.set(key, session);
    this.#shown[role] = key;
    this.#story = undefined;
    this.#position = isAtEnd ? this.steps.length : 0;
    return session;
  }
}
