/** Whoever is told each step of each machine: by --trace standard error, by --inspect the viewer. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { TraceStep } from '../../runtime/index.ts';
import { type Inspector, openInspector } from './inspect.ts';
import { stepRecord } from './trace-json.ts';
import { traceLine } from './trace-line.ts';
import { parseListenPort } from './usage.ts';

/** Options as commander gives them. */
export interface WatchChoices {
  readonly trace?: 'text' | 'json';
  /** The viewer's port. */
  readonly inspect?: number;
}

/** Where the viewer listens if nobody says otherwise: the number of the RFC that TLS 1.3 came with. */
export const viewerPort = 8446;

/** Adds the options to a command. */
export function withWatchChoices(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--trace [format]',
        'show each step of each machine; --trace=json as one JSON object a line',
      ).choices(['text', 'json']),
    )
    .option(
      '--inspect [port]',
      `stream each step to the viewer, --inspect=PORT to one on another port than ${viewerPort}`,
      parseViewerPort,
    );
}

/**
 * Values of these options stand behind `=` only: `client --trace HOST:PORT` has no value but the
 * client's argument after it.
 */
export function withWatchDefaults(args: readonly string[]): string[] {
  const defaults = new Map([
    ['--trace', '--trace=text'],
    ['--inspect', `--inspect=${viewerPort}`],
  ]);
  return args.map((arg) => defaults.get(arg) ?? arg);
}

export class Watchers {
  readonly #trace: WatchChoices['trace'];
  readonly #inspector: Inspector | undefined;

  private constructor(trace: WatchChoices['trace'], inspector: Inspector | undefined) {
    this.#trace = trace;
    this.#inspector = inspector;
  }

  /** @throws UsageError if there is no viewer */
  static async open({ trace, inspect }: WatchChoices): Promise<Watchers> {
    const warn = (problem: string) => void process.stderr.write(`tlschart: ${problem}\n`);
    const inspector = inspect === undefined ? undefined : await openInspector(inspect, warn);
    return new Watchers(trace, inspector);
  }

  /** Whether there is anybody to tell. */
  get areThere(): boolean {
    return this.#trace !== undefined || this.#inspector !== undefined;
  }

  /**
   * @param connection an object that stands for the connection
   * @param label whose step it is, in a trace for people
   */
  tell(step: TraceStep, connection: object, peer: string, label: string): void {
    const { stderr } = process;
    const record = stepRecord(step, peer);
    if (this.#trace === 'text') stderr.write(`${traceLine(step, label)}\n`);
    if (this.#trace === 'json') stderr.write(`${JSON.stringify(record)}\n`);
    this.#inspector?.tell(record, connection);
  }

  close(): void {
    this.#inspector?.close();
  }
}

function parseViewerPort(text: string): number {
  const port = parseListenPort(text);
  if (port === 0) throw new InvalidArgumentError('The port of a viewer is from 1 to 65535.');
  return port;
}
