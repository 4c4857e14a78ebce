/** A server's contexts by host name: `addContext` and `SNICallback`. */
import { refuseArgument } from '../errors.ts';
import type { ContextLookup } from './context-choice.ts';
import type { SniCallback } from './options.ts';
import { contextOf, type SecureContext } from './secure-context.ts';

interface NamedContext {
  /** Labels in lower case; `*` stands for any one. */
  readonly labels: readonly string[];
  readonly context: SecureContext;
}

export class ServerNames implements ContextLookup {
  readonly #callback: SniCallback | undefined;
  readonly #contexts: NamedContext[] = [];

  /** @param callback finds all contexts; what was added then counts for nothing */
  constructor(callback: SniCallback | undefined) {
    this.#callback = callback;
    if (callback !== undefined && typeof callback !== 'function') {
      refuseArgument('SNICallback', 'must be a function');
    }
  }

  /** Whether every client gets the server's own context. */
  get isEmpty(): boolean {
    return this.#callback === undefined && this.#contexts.length === 0;
  }

  /** Those that were added. */
  get contexts(): readonly SecureContext[] {
    return this.#contexts.map(({ context }) => context);
  }

  add(hostname: string, context: SecureContext): void {
    if (typeof hostname !== 'string' || hostname === '') {
      refuseArgument('hostname', 'must be a host name, such as *.example.org');
    }
    if (this.#callback !== undefined) {
      refuseArgument('hostname', 'is never looked up: SNICallback finds the contexts');
    }
    this.#contexts.push({ labels: labelsOf(hostname), context });
  }

  find(serverName: string): SecureContext | 'later' | undefined {
    if (this.#callback !== undefined) return 'later';
    const labels = labelsOf(serverName);
    return this.#contexts.findLast((one) => matches(one.labels, labels))?.context;
  }

  /** Asks the callback, which answers once. */
  async ask(serverName: string): Promise<SecureContext | undefined> {
    const found = await new Promise<SecureContext | null | undefined>((resolve, reject) => {
      this.#callback?.(serverName, (error, context) => {
        if (error) reject(error);
        else resolve(context);
      });
    });
    return found ? contextOf('SNICallback', found) : undefined;
  }
}

function labelsOf(name: string): readonly string[] {
  return name.toLowerCase().split('.');
}

function matches(pattern: readonly string[], labels: readonly string[]): boolean {
  if (pattern.length !== labels.length) return false;
  return pattern.every((label, index) => label === '*' || label === labels[index]);
}
