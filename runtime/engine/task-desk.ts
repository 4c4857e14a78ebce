/** The one open question of an engine. */
import type { Task, TaskAnswer } from './tasks.ts';

/** A task without its id. */
export type Question = Task extends infer T ? (T extends Task ? Omit<T, 'id'> : never) : never;

/** What is done with the answer. */
export type TakeAnswer = (answer: TaskAnswer) => void;

/** Keeps at most one task open; answers to others are stale and dropped. */
export class TaskDesk {
  #lastId = 0;
  #open: Task | undefined;
  #take: TakeAnswer | undefined;

  /** Whether the engine waits: then it takes nothing of the handshake. */
  get isWaiting(): boolean {
    return this.#open !== undefined;
  }

  /** Opens a task. */
  open(question: Question, take: TakeAnswer): Task {
    this.#lastId += 1;
    const task = { ...question, id: this.#lastId };
    this.#open = task;
    this.#take = take;
    return task;
  }

  /** The open task with this id; undefined if it is not open (any more). */
  find(id: number): Task | undefined {
    return this.#open?.id === id ? this.#open : undefined;
  }

  /** Gives the answer to whoever asked, and closes the question. */
  answer(answer: TaskAnswer): void {
    const take = this.#take;
    this.close();
    take?.(answer);
  }

  /** Closes the question: whatever is answered from now on is stale. */
  close(): void {
    this.#open = undefined;
    this.#take = undefined;
  }
}
