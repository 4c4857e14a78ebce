/** Cut off over TCP; TLS 1.2 has the rest of its cuts in `over-tcp.slow.ts`. */
import { testCutsOverTcp } from './over-tcp.ts';

testCutsOverTcp('TLSv1.3', 'all');
testCutsOverTcp('TLSv1.2', 'FIN');
