/** `tlschart client`: stdin to the peer, the peer to stdout. */
import { type ConnectOptions, connect, type TlsSocket } from '../../runtime/node/index.ts';
import { explain, keyLogTo, printStep, summary } from './report.ts';
import { parseAddress, parseProtocols, readInput } from './usage.ts';

/** As commander gives them. */
export interface ClientArguments {
  readonly servername?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly alpn?: string;
  readonly keylog?: string;
  readonly trace?: boolean;
}

/** Runs until the peer has said goodbye. @returns the exit code */
export function runClient(target: string, args: ClientArguments): Promise<number> {
  const socket = connect(connectOptions(target, args));
  if (args.keylog !== undefined) socket.on('keylog', keyLogTo(args.keylog));
  socket.once('secureConnect', () => {
    process.stderr.write(`${summary(socket)}\n`);
    process.stdin.pipe(socket);
  });
  socket.pipe(process.stdout, { end: false });
  return outcomeOf(socket);
}

function connectOptions(target: string, args: ClientArguments): ConnectOptions {
  const { host, port } = parseAddress(target);
  return {
    host,
    port,
    servername: args.servername ?? host,
    ALPNProtocols: parseProtocols(args.alpn),
    rejectUnauthorized: args.insecure !== true,
    // End of stdin closes only our half: what the peer still sends is read.
    allowHalfOpen: true,
    ...(args.ca === undefined ? {} : { ca: readInput('--ca', args.ca) }),
    ...(args.keylog === undefined ? {} : { keyLog: true }),
    ...(args.trace === true ? { trace: printStep } : {}),
  };
}

/** 0 only after the peer's close_notify; otherwise one clear line and 1. */
function outcomeOf(socket: TlsSocket): Promise<number> {
  return new Promise((resolve) => {
    let code = 1;
    socket.once('error', (error) => {
      process.stderr.write(`tlschart: ${explain(error)}\n`);
    });
    socket.once('end', () => {
      code = 0;
      process.stdin.unpipe(socket);
      process.stdin.destroy();
      socket.end();
    });
    socket.once('close', () => {
      process.stdin.destroy();
      resolve(socket.errored === null ? code : 1);
    });
  });
}
