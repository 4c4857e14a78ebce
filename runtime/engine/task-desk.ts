/** The one open question of an engine. */
import type { Task } from './tasks.ts';

/** A task without its id. */
export type Question = Task extends infer T ? (T extends Task ? Omit<T, 'id'> : never) : never;

/** Keeps at most one task open; answers to others are stale and dropped. */
export class TaskDesk {
  #lastId = 0;
  #open: Task | undefined;

  /** Whether the engine waits: then it takes nothing of the handshake. */
  get isWaiting(): boolean {
    return this.#open !== undefined;
  }

  /** Opens a task. */
  open(question: Question): Task {
    this.#lastId += 1;
    const task = { ...question, id: this.#lastId };
    this.#open = task;
    return task;
  }

  /** Closes the task with this id. False: it is not open (any more). */
  close(id: number): boolean {
    if (this.#open?.id !== id) return false;
    this.#open = undefined;
    return true;
  }

  /** Forgets the question: whatever is answered now is stale. */
  drop(): void {
    this.#open = undefined;
  }
}
