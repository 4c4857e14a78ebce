/** Every message that is out of order in TLS 1.2, on real sockets. */
import { testTls12States } from './tls12-states.ts';

testTls12States('all messages');
