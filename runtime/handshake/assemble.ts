/** What both roles need to become what an engine drives. */
import type { StateInfo } from '../codegen/state-info.ts';
import { nobleProvider } from '../crypto/noble.ts';
import type { Connection } from '../engine/connection.ts';
import type { Driven } from '../engine/engine.ts';
import type { TlsEvent } from '../engine/events.ts';
import type { EngineOptions } from '../engine/options.ts';
import { type StepNotes, tracedDriver } from '../engine/traced.ts';
import { refuseArgument } from '../errors.ts';
import type { Side } from './connection-keys.ts';
import { schemesOf } from './credentials.ts';
import { preferencesOf } from './preferences.ts';
import { checkRecordSizes } from './record-size.ts';
import { Session } from './session.ts';
import { checkStaticRsa } from './static-rsa-options.ts';
import { checkProtocols } from './text.ts';
import { checkVerificationOptions } from './verification-options.ts';

/** A machine with what it acts on. */
export interface Role {
  readonly side: Side;
  readonly machine: { readonly state: string };
  readonly step: (event: TlsEvent) => void;
  readonly erase: () => void;
  readonly session: Session;
  readonly connection: Connection;
  readonly states: Readonly<Record<string, StateInfo>>;
  readonly notes: StepNotes | undefined;
}

/** @throws TlsError ERR_TLS_INVALID_ARGUMENT naming the option that is not valid */
export function checkOptions(options: EngineOptions): void {
  checkProtocols(options.alpnProtocols ?? []);
  checkRecordSizes(options);
  checkBudget(options.drainBudget);
  checkVerificationOptions(options);
  for (const credential of options.credentials ?? []) {
    schemesOf(credential);
    checkStaticRsa(credential, options);
  }
}

function checkBudget(drainBudget: number | undefined): void {
  if (drainBudget === undefined || drainBudget >= 0) return;
  refuseArgument('drainBudget', `${drainBudget} is no number of bytes`);
}

/** @throws TlsError ERR_TLS_INVALID_ARGUMENT for what the crypto provider cannot do */
export function newSession(options: EngineOptions): Session {
  const crypto = options.crypto ?? nobleProvider;
  return new Session(crypto, preferencesOf(options, crypto), options.random);
}

/** The machine as engines know it; traced if the options ask for it. */
export function drivenBy(role: Role, { trace }: EngineOptions): Driven {
  const { machine, session, step, erase, notes, connection, states } = role;
  const driven: Driven = {
    role: role.side,
    get state() {
      return machine.state;
    },
    messages: session.messages,
    step,
    erase,
    exportKeyingMaterial: (...args) => session.exportKeyingMaterial(...args),
    finishedOf: (side) => session.finishedOf(side),
  };
  if (trace === undefined || notes === undefined) return driven;
  return tracedDriver(driven, notes, { role: role.side, connection, session, states, trace });
}
