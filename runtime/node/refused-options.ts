/**
 * Options of node:tls that are not supported. Whoever sets one relies on it: it is refused by
 * name and never ignored. What https and its agents pass on besides (headers, method, ...) is
 * nobody's business here.
 */
import { refuseArgument } from '../errors.ts';

const notResumed = 'sessions are not resumed yet';
const noPsk = 'pre-shared keys are not supported yet';
const noEngines = 'OpenSSL engines are not supported; sign with `sign`';
const notOpenssl = "OpenSSL's flags mean nothing here";

const refused: Readonly<Record<string, string>> = {
  session: notResumed,
  sessionIdContext: notResumed,
  sessionTimeout: notResumed,
  ticketKeys: notResumed,
  pskCallback: noPsk,
  pskIdentityHint: noPsk,
  clientCertEngine: noEngines,
  privateKeyEngine: noEngines,
  privateKeyIdentifier: noEngines,
  secureOptions: notOpenssl,
  secureProtocol: `${notOpenssl}; minVersion and maxVersion say which versions are spoken`,
  dhparam: 'only named groups are spoken: `ecdhCurve` chooses among them',
  onread: 'data comes by the events of the stream',
  pauseOnConnect: 'handshakes begin at once',
};

/** Values that ask for nothing. */
const absent: ReadonlySet<unknown> = new Set([undefined, null, false]);

/** @throws TlsError ERR_TLS_INVALID_ARGUMENT for the first option that is not supported */
export function refuseUnsupported(options: object): void {
  for (const [name, value] of Object.entries(options)) {
    const why = Object.hasOwn(refused, name) ? refused[name] : undefined;
    if (why !== undefined && !absent.has(value)) refuseArgument(name, why);
  }
}

/** The server's order decides, whoever asks. */
export function checkCipherOrder(options: {
  readonly honorCipherOrder?: boolean | null | undefined;
}): void {
  if (options.honorCipherOrder === false) {
    refuseArgument('honorCipherOrder', "cannot be false: the server's order decides");
  }
}
