/**
 * Streams that no peer should send, what an engine finds wrong with each, and the alert for it.
 * Alerts are those of RFC 9846 6.2 and of the sections that it refers to.
 */
import type { BadStream } from './bad-stream.ts';
import { badStreamsInScenarios } from './bad-streams-in-scenarios.ts';
import { badStreamsToClient } from './bad-streams-to-client.ts';
import { badStreamsToServer } from './bad-streams-to-server.ts';
import type { Role } from './replay.ts';

/** All of them, with the side that they go to. */
export const badStreams: readonly (BadStream & { readonly role: Role })[] = [
  ...badStreamsToServer.map((one) => ({ ...one, role: 'server' as const })),
  ...badStreamsToClient.map((one) => ({ ...one, role: 'client' as const })),
  ...badStreamsInScenarios,
];
