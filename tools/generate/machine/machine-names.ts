/** The names of a machine's types and functions in the generated code. */
import { camel, pascal } from './names.ts';

/** The names of a machine's types: `ClientState`, `ClientFacts`, ... */
export class MachineNames {
  readonly role: string;
  readonly step: string;
  constructor(role: 'client' | 'server') {
    this.role = pascal(role);
    this.step = `step${this.role}`;
  }
  of(what: string): string {
    return `${this.role}${what}`;
  }
  /** `<E extends { readonly type: string }>`: what it does not know goes to the outermost state. */
  get typeParameter() {
    return { name: 'E', constraint: '{ readonly type: string }' };
  }
  get parameters() {
    return [
      { name: 'machine', type: `${this.of('Machine')}<E>` },
      { name: 'event', type: 'E' },
    ] as const;
  }
}

/** `hs.serverHello` -> `serverHello`, `local.close` -> `localClose`. */
export function factName(event: string): string {
  return camel(event.replace(/^hs\./, '').replaceAll('.', ' '));
}

/** The function of a configuration. */
export function stateFunction(name: string): string {
  return `in${pascal(name)}`;
}

/** The function that the states of a compound state share. */
export function groupFunction(name: string): string {
  return `inAny${pascal(name)}`;
}
