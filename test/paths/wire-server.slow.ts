/** Layer 2 for the server. */
import { explorableOf } from '../../tools/explore/machines.ts';
import { testWire } from './wire-layer.ts';

testWire(explorableOf('server'));
