/** All names that the spec has: whatever else a message or a trace held would be a secret or a byte. */
import { clientStates } from '../../generated/client-states.ts';
import { serverStates } from '../../generated/server-states.ts';
import { charts, type Role } from '../../tools/view/page/charts.ts';

export const stateNames: Readonly<Record<Role, readonly string[]>> = {
  client: Object.keys(clientStates),
  server: Object.keys(serverStates),
};

/** Whether a role's machine knows an event, with that facet. */
export function isKnown(role: Role, type: string, facet: string | undefined): boolean {
  if (type.startsWith('after.')) return facet === undefined;
  const facets = charts[role].facets[type];
  return facets !== undefined && (facet === undefined || facets.includes(facet));
}

/** Actions and params of the dialect: `installReadKeys(handshake, false)`. */
export const actionPattern = /^[a-z][A-Za-z]*(\([\w, ]+\))?$/;
