/**
 * Plays a path on real bytes: the engine on one side, a puppet on the other, all answers given by
 * the path. Each step must be the one that the spec makes, and what leaves must open under the very
 * keys that the spec's actions imply.
 */
import { alertNameOf } from '../../generated/registries.ts';
import { concatBytes } from '../../runtime/bytes.ts';
import {
  type ClientOptions,
  type Credential,
  type CryptoProvider,
  type Effect,
  type Engine,
  type PrivateKey,
  type ServerOptions,
  type Task,
  type TaskAnswer,
  TlsError,
  type TraceStep,
} from '../../runtime/index.ts';
import { ContentType } from '../../runtime/record/content-type.ts';
import { actionText } from '../../tools/explore/actions.ts';
import type { Step } from '../../tools/explore/graph.ts';
import type { Role } from '../../tools/explore/machines.ts';
import { dataOf, reasonOf } from '../support/effects.ts';
import { anchors, nowMs } from '../support/fixed-identity.ts';
import { newClient, newServer, randomFrom } from '../support/pair.ts';
import { Puppet } from '../support/puppet.ts';
import { puppetCertificate, puppetPrivateKey } from '../support/puppet-certificates.ts';
import type { Seen } from '../support/puppet-script.ts';
import { States } from '../support/states.ts';
import { isDeaf } from './causes.ts';
import { Outlook, type Word } from './expected.ts';
import type { Leg, WirePath } from './plan.ts';

/** How bytes reach the engine; `coalesced`: as much as can be, and all answers at once. */
export type Delivery = 'byte by byte' | 'record by record' | 'flight by flight' | 'coalesced';

export interface Staging {
  readonly delivery: Delivery;
  readonly crypto: CryptoProvider;
}

/** More than anybody says here, and less than a megabyte. */
const drainBudget = 60_000;
const tooMuch = new Uint8Array(drainBudget + 1);

/** @throws Error with what was expected and what came, and the path to it */
export function playPath(role: Role, path: WirePath, staging: Staging): void {
  const player = new Player(role, path, staging);
  let index = 0;
  try {
    while (index < path.legs.length) index = player.play(index);
    player.settle();
  } catch (error) {
    const way = path.legs.slice(0, index + 1).map(({ step }) => nameOf(step));
    const problem = error instanceof Error ? error.message : String(error);
    throw new Error(`${way.join(', ')}\n  ${problem}`);
  }
}

class Player {
  readonly #role: Role;
  readonly #path: WirePath;
  readonly #staging: Staging;
  readonly #engine: Engine;
  readonly #puppet: Puppet;
  readonly #outlook = new Outlook();
  readonly #key: PrivateKey;
  #task: Task | undefined;
  /** Answers to questions that are still to be asked. */
  #atOnce: string[] = [];
  /** Bytes that are still to be brought to the engine. */
  #pending: Uint8Array[] = [];
  #effects: Effect[] = [];
  #traced: TraceStep[] = [];
  #expectedSteps: string[] = [];
  #expectedWords: Word[] = [];
  #expectedData = '';

  constructor(role: Role, path: WirePath, staging: Staging) {
    const { crypto } = staging;
    this.#role = role;
    this.#path = path;
    this.#staging = staging;
    this.#key = crypto.importPrivateKey(puppetPrivateKey());
    this.#engine = this.#newEngine(path.start.context);
    this.#puppet = new Puppet(
      role === 'client' ? 'server' : 'client',
      randomFrom('puppet'),
      crypto,
    );
  }

  /** One leg, with the answers to what it asks if they come at once. @returns the next index */
  play(index: number): number {
    const group = this.#groupAt(index);
    const [leg] = group;
    if (leg === undefined) return index + 1;
    const isLimit = leg.step.stimulus.type === 'record.limit';
    if (leg.cause.kind !== 'send' || isLimit) this.settle();
    for (const { cause } of group.slice(1)) {
      if (cause.kind === 'answer') this.#atOnce.push(cause.facet);
    }
    for (const one of group) this.#expect(one);
    this.#act(leg);
    if (isLimit) this.#bringLimit();
    const canGoOn = this.#staging.delivery === 'coalesced' && leg.cause.kind === 'send';
    if (!canGoOn || isLimit || group.some(isHello)) this.settle();
    return index + group.length;
  }

  /** Everything that is due has happened: it must be what the spec says. */
  settle(): void {
    this.#bring();
    const written = this.#effects.flatMap((one) => (one.type === 'write' ? [one.data] : []));
    const words = this.#puppet.read(concatBytes(written)).map(wordOf);
    const steps = this.#traced.filter(isNews).map(traceText);
    demandSame('steps', this.#expectedSteps, steps);
    demandSame('words', this.#expectedWords, words);
    const data = new TextDecoder().decode(dataOf(this.#effects));
    demandSame('data', [this.#expectedData], [data]);
    const end = reasonOf(this.#effects);
    if (end !== undefined && !this.#engine.isEnded) throw new Error('ended and not ended');
    this.#effects = [];
    this.#traced = [];
    this.#expectedSteps = [];
    this.#expectedWords = [];
    this.#expectedData = '';
  }

  /** A leg; where all comes at once, also the answer to its question, and to that one's. */
  #groupAt(index: number): readonly Leg[] {
    const { legs } = this.#path;
    const isCoalesced = this.#staging.delivery === 'coalesced';
    let end = index + 1;
    for (let next = legs[end]; next?.cause.kind === 'answer'; next = legs[end]) {
      const isAsked = legs[end - 1]?.step.actions.some(({ name }) => name === 'startTask');
      if (!isCoalesced || !isAsked) break;
      end += 1;
    }
    return legs.slice(index, end);
  }

  /** What is counted is told until it is too much. */
  #bringLimit(): void {
    this.#bring();
    const counted = ['ccs', 'app.data', 'alert.warning'];
    this.#traced = this.#traced.filter(({ event }) => !counted.includes(event));
  }

  #expect({ from, step, to, cause }: Leg): void {
    const isSilent =
      from.state === States[this.#role].CLOSED ||
      (isDeaf(this.#role, from) && cause.kind === 'send');
    if (isSilent) return;
    this.#expectedSteps.push(stepText(from.state, step, to.state));
    const own = cause.kind === 'send' ? cause.alert : ownAlert(cause);
    this.#expectedWords.push(...this.#outlook.wordsOf(step, own));
    const isDelivered = step.actions.some(({ name }) => name === 'deliverData');
    if (isDelivered && cause.kind === 'send') this.#expectedData += cause.data;
  }

  #act({ cause }: Leg): void {
    switch (cause.kind) {
      case 'send':
        for (const script of cause.records) this.#pending.push(this.#puppet.send(script));
        return;
      case 'flood':
        this.#take(this.#engine.receive(tooMuch));
        return;
      case 'call':
        this.#call(cause.name);
        return;
      case 'deadline':
        this.#take(this.#engine.deadlineReached(cause.name));
        return;
      case 'answer': {
        const task = this.#task;
        if (task === undefined) throw new Error('there is no question');
        this.#take(this.#engine.answer(task.id, this.#answerTo(task, cause.facet)));
      }
    }
  }

  #call(name: string): void {
    const call = calls[name];
    if (call === undefined) throw new Error(`there is no call for ${name}`);
    try {
      this.#take(call(this.#engine));
    } catch (error) {
      if (!(error instanceof TlsError) || error.code !== 'ERR_TLS_WRITE_AFTER_CLOSE') throw error;
    }
  }

  #bring(): void {
    const bytes = concatBytes(this.#pending);
    const pieces = piecesOf(this.#staging.delivery, this.#pending, bytes);
    this.#pending = [];
    for (const piece of pieces) this.#take(this.#engine.receive(piece));
  }

  #take(effects: readonly Effect[]): void {
    for (const effect of effects) {
      if (effect.type === 'wait') this.#task = effect.task;
      this.#effects.push(effect);
    }
  }

  // Questions

  #newEngine(context: Readonly<Record<string, unknown>>): Engine {
    const { crypto } = this.#staging;
    const common: Partial<ClientOptions & ServerOptions> = {
      crypto,
      anchors,
      now: () => nowMs,
      groups: ['x25519', 'secp256r1'],
      cipherSuites: ['TLS_AES_128_GCM_SHA256', 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256'],
      // Asks for it; what comes of it is the path's to say.
      revocation: 'soft-fail',
      signatureSchemes: ['ecdsa_secp256r1_sha256'],
      drainBudget,
      allowTruncation: context.allowsTruncation === true,
      credentials: [this.#credential],
      chooseCertificate: () => this.#askNow((facet) => this.#chosen(facet)),
      verifyPeer: () => this.#askNow(verdictOf),
      trace: (step) => this.#traced.push(step),
    };
    if (this.#role === 'client') return newClient({ ...common, ...versionsOf(context.offered) });
    return newServer({
      ...common,
      clientAuth: context.clientAuth as 'none' | 'request' | 'require',
      deferClientAuthAlerts: context.defersAlerts === true,
    });
  }

  /** The answer that comes at once, if it does. */
  #askNow<T>(make: (facet: string) => T): T | undefined {
    const facet = this.#atOnce.shift();
    if (facet === undefined) return undefined;
    if (facet === 'failed') throw new Error('nobody answers');
    return make(facet);
  }

  get #credential(): Credential {
    return {
      certificates: [puppetCertificate('leaf')],
      sign: ({ scheme, content }) => this.#askNow(() => this.#key.sign(scheme, content)),
    };
  }

  #chosen(facet: string): Credential | 'none' {
    return facet === 'chosen' ? this.#credential : 'none';
  }

  #answerTo(task: Task, facet: string): TaskAnswer {
    if (facet === 'failed') return { kind: 'failed', cause: new Error('nobody answers') };
    switch (task.kind) {
      case 'verifyPeer':
        return { kind: 'verifyPeer', verdict: verdictOf(facet) };
      case 'fetchStatus':
        return { kind: 'fetchStatus', bodies: [] };
      case 'authorize':
        return { kind: 'authorize', authorization: verdictOf(facet) };
      case 'chooseCertificate':
        return { kind: 'chooseCertificate', credential: this.#chosen(facet) };
      case 'sign': {
        const { scheme, content } = task.request;
        return { kind: 'sign', signature: this.#key.sign(scheme, content) };
      }
      case 'decrypt':
        throw new Error('the puppet does not speak static RSA');
    }
  }
}

/** Bounds of what the client offers. */
function versionsOf(offered: unknown): Pick<ClientOptions, 'minVersion' | 'maxVersion'> {
  return {
    minVersion: offered === 'tls13' ? 'TLSv1.3' : 'TLSv1.2',
    maxVersion: offered === 'tls12' ? 'TLSv1.2' : 'TLSv1.3',
  };
}

/** Each may be told later, or must be told at once. */
const refusals = { refused: 'CERT_HAS_EXPIRED', unacceptable: 'CERT_SIGNATURE_FAILURE' } as const;

function verdictOf(facet: string) {
  if (facet === 'accepted') return { accepted: true } as const;
  const code = facet === 'refused' ? refusals.refused : refusals.unacceptable;
  return { accepted: false, code } as const;
}

/** The alert of an answer that refuses, and of an empty Certificate where one is required. */
function ownAlert(cause: Leg['cause']): string | undefined {
  if (cause.kind !== 'answer') return undefined;
  if (cause.task === 'chooseCertificate') return 'unrecognized_name';
  return cause.facet === 'refused' ? 'certificate_expired' : 'bad_certificate';
}

const calls: Readonly<Record<string, (engine: Engine) => readonly Effect[]>> = {
  'local.start': (engine) => engine.start(),
  'local.write': (engine) => engine.write(new TextEncoder().encode('hello')),
  'local.close (write)': (engine) => engine.end(),
  'local.close (full)': (engine) => engine.close(),
  'local.abort': (engine) => engine.abort(),
  'local.rekey (wanted)': (engine) => engine.rekey(),
  'local.confirm': (engine) => engine.confirm(),
  'io.eof': (engine) => engine.receiveEnd(),
  'io.failed': (engine) => engine.transportFailed(new Error('the network is gone')),
};

/** What the puppet must have read before it can go on: its keys follow from it. */
function isHello({ step }: Leg): boolean {
  return step.actions.some(({ name }) => keyMaterial.test(name));
}

const keyMaterial = /^send\w*(?:Hello|HelloRetryRequest|KeyExchange)$/;

function piecesOf(
  delivery: Delivery,
  records: readonly Uint8Array[],
  bytes: Uint8Array,
): readonly Uint8Array[] {
  if (bytes.length === 0) return [];
  if (delivery === 'record by record') return records;
  if (delivery !== 'byte by byte') return [bytes];
  return Array.from(bytes, (byte) => Uint8Array.of(byte));
}

function nameOf({ stimulus: { type, facet } }: Step): string {
  return facet === undefined ? type : `${type} (${facet})`;
}

/** As the trace tells it. */
function stepText(before: string, { stimulus, actions }: Step, after: string): string {
  return `${stimulus.type}: ${before} -> ${after}: ${actions.map(actionText).join(', ')}`;
}

function traceText({ event, before, after, actions }: TraceStep): string {
  return `${event}: ${before} -> ${after}: ${actions.join(', ')}`;
}

/** Who begins to discard input is told once more that it has ended. */
function isNews(
  { event, before, after, actions }: TraceStep,
  index: number,
  all: readonly TraceStep[],
): boolean {
  const isRepeated = event === 'io.eof' && all[index - 1]?.event === event;
  return !(isRepeated && before === after && actions.length === 0);
}

function wordOf(seen: Seen): Word {
  if (seen.kind === 'message') return `${seen.epoch} ${seen.name}`;
  switch (seen.contentType) {
    case ContentType.alert:
      return `${seen.epoch} alert ${alertNameOf(seen.bytes[1] ?? 0)}`;
    case ContentType.changeCipherSpec:
      return `${seen.epoch} change_cipher_spec`;
    default:
      return `${seen.epoch} data`;
  }
}

function demandSame(what: string, expected: readonly string[], got: readonly string[]): void {
  if (expected.join('\n') === got.join('\n')) return;
  throw new Error(
    `${what}\n  expected ${JSON.stringify(expected)}\n  got      ${JSON.stringify(got)}`,
  );
}
