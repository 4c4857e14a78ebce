/** A path as a link: machine, configuration and events stand in the fragment of the address. */
import type { Role } from './charts.ts';
import type { Configuration } from './simulation.ts';

export interface SharedPath {
  readonly role: Role;
  readonly configuration: Configuration;
  /** `local.start`, `hs.serverHello (v13)`. */
  readonly path: readonly string[];
}

/** `machine=client&allowsTruncation=false&path=local.start,hs.serverHello:v13`. */
export function fragmentOf({ role, configuration, path }: SharedPath): string {
  const events = path.map((name) => name.replace(/ \((.*)\)$/, ':$1'));
  const members = Object.entries(configuration).map(([name, value]) => `${name}=${value}`);
  return [`machine=${role}`, ...members, `path=${events.join(',')}`].join('&');
}

/** Undefined if the fragment is not one of ours. */
export function sharedPathIn(fragment: string): SharedPath | undefined {
  const {
    machine,
    path = '',
    ...configuration
  } = Object.fromEntries(new URLSearchParams(fragment.replace(/^#/, '')));
  if (machine !== 'client' && machine !== 'server') return undefined;
  const events = path.split(',').filter((event) => event !== '');
  return {
    role: machine,
    configuration,
    path: events.map((event) => event.replace(/:(.*)$/, ' ($1)')),
  };
}
