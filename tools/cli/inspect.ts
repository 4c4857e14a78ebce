/**
 * The option --inspect: streams the steps of running connections to the viewer (`tlschart view`),
 * which shows them and passes them on to whoever speaks the Stately Inspector's protocol.
 *
 * ws is loaded only here, and only when it is asked for.
 */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { WebSocket } from 'ws';
import { InspectedConnection } from './inspector-messages.ts';
import { packageFile } from './package-files.ts';
import type { StateConfig } from './state-value.ts';
import type { StepRecord } from './step-record.ts';
import { messageOf, UsageError } from './usage.ts';

/** What a viewer that reads too slowly may make us hold. Steps beyond it are left out. */
const maxBufferedBytes = 4 * 1024 * 1024;

/** A stream to the viewer. */
export interface Inspector {
  /** @param connection an object that stands for the connection */
  tell(step: StepRecord, connection: object): void;
  /** Sends what is under way, then closes. */
  close(): void;
}

/**
 * Connects to the viewer on this machine.
 * @param warn is told once, when steps are left out
 * @throws UsageError if there is none
 */
export async function openInspector(
  port: number,
  warn: (problem: string) => void,
): Promise<Inspector> {
  const socket = await connectTo(port);
  const connections = new WeakMap<object, InspectedConnection>();
  let isBehind = false;
  // No connection ends for want of a viewer.
  socket.on('error', () => {});
  return {
    tell(step, connection) {
      if (socket.bufferedAmount > maxBufferedBytes) {
        if (!isBehind) warn('--inspect: the viewer reads too slowly, steps are left out');
        isBehind = true;
        return;
      }
      const known = connections.get(connection);
      const inspected = known ?? new InspectedConnection(randomUUID(), definitionOf(step.role));
      if (known === undefined) connections.set(connection, inspected);
      for (const message of inspected.messagesOf(step)) socket.send(JSON.stringify(message));
    },
    close: () => socket.close(),
  };
}

async function connectTo(port: number): Promise<WebSocket> {
  const { WebSocket } = await import('ws');
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
  try {
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  } catch (error) {
    const hint = 'start a viewer first, by npm run view in a checkout';
    throw new UsageError(`--inspect: ${messageOf(error) || `nobody listens on ${port}`}; ${hint}`);
  }
  return socket;
}

const definitions = new Map<string, StateConfig>();

function definitionOf(role: string): StateConfig {
  const known = definitions.get(role);
  if (known !== undefined) return known;
  const text = readFileSync(packageFile(`generated/${role}.machine.json`), 'utf8');
  const definition = JSON.parse(text) as StateConfig;
  definitions.set(role, definition);
  return definition;
}
