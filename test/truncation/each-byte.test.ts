/** Cut off after each byte; for TLS 1.2, which is the same machine at its end, after some here. */
import { testCuts } from './each-byte.ts';

testCuts('TLSv1.3', 'each byte');
testCuts('TLSv1.2', 'some bytes');
