/** Whether clients must have a certificate: node:tls's two switches, and our one. */
import type { ServerOptions } from '../engine/options.ts';
import { refuseArgument } from '../errors.ts';
import type { ServerTlsOptions } from './options.ts';

/** What a server asks of its clients. */
export interface ClientAuth {
  readonly clientAuth: NonNullable<ServerOptions['clientAuth']>;
  /** A client whose certificate is refused is let in, and that is told. */
  readonly isTolerant: boolean;
}

/** @throws TlsError ERR_TLS_INVALID_ARGUMENT if both ways are used at once */
export function clientAuthOf({
  clientAuth,
  requestCert,
  rejectUnauthorized,
}: ServerTlsOptions): ClientAuth {
  if (clientAuth !== undefined) {
    if (typeof requestCert === 'boolean' || typeof rejectUnauthorized === 'boolean') {
      refuseArgument('clientAuth', 'stands in place of requestCert and rejectUnauthorized');
    }
    return { clientAuth, isTolerant: false };
  }
  if (requestCert !== true) return { clientAuth: 'none', isTolerant: false };
  const isTolerant = rejectUnauthorized === false;
  return { clientAuth: isTolerant ? 'request' : 'require', isTolerant };
}
