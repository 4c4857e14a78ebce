/** TLS 1.2, cut off after each of its bytes. */
import { testCuts } from './each-byte.ts';

testCuts('TLSv1.2', 'each byte');
