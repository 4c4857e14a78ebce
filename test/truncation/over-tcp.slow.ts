/** TLS 1.2, cut off over TCP in every way. */
import { testCutsOverTcp } from './over-tcp.ts';

testCutsOverTcp('TLSv1.2', 'all');
