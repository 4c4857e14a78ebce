/**
 * Lines for SSLKEYLOGFILE (RFC 9850): whoever has them reads the connection. Made only when asked for.
 */
import { hexOf } from '../bytes.ts';
import type { Secret } from '../codegen/secret.ts';
import type { Connection } from '../engine/connection.ts';
import type { Session } from './session.ts';

export class KeyLog {
  readonly #session: Session;
  readonly #connection: Connection;
  readonly #isWanted: () => boolean;

  constructor(session: Session, connection: Connection, wanted: true | (() => boolean)) {
    this.#session = session;
    this.#connection = connection;
    this.#isWanted = wanted === true ? () => true : wanted;
  }

  handshake(): void {
    if (!this.#isWanted()) return;
    const { tls13 } = this.#session;
    this.#line('CLIENT_HANDSHAKE_TRAFFIC_SECRET', tls13.trafficSecret('client', 'handshake'));
    this.#line('SERVER_HANDSHAKE_TRAFFIC_SECRET', tls13.trafficSecret('server', 'handshake'));
  }

  application(): void {
    if (!this.#isWanted()) return;
    const { tls13 } = this.#session;
    this.#line('CLIENT_TRAFFIC_SECRET_0', tls13.trafficSecret('client', 'application'));
    this.#line('SERVER_TRAFFIC_SECRET_0', tls13.trafficSecret('server', 'application'));
    this.#line('EXPORTER_SECRET', tls13.exporterSecret);
  }

  /** TLS 1.2. */
  master(): void {
    if (this.#isWanted()) this.#line('CLIENT_RANDOM', this.#session.tls12.masterSecret);
  }

  #line(label: string, secret: Secret | undefined): void {
    if (secret === undefined) return;
    const line = `${label} ${hexOf(this.#session.clientRandom)} ${hexOf(secret.bytes)}`;
    this.#connection.effect({ type: 'fact', fact: { name: 'keylog', line } });
  }
}
