/** Every state of TLS 1.2 on real sockets; `tls12-states.slow.ts` has every message in each. */
import { testTls12States } from './tls12-states.ts';

testTls12States('one message');
