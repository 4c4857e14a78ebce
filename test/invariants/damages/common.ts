/** What more than one list damages. */
import { on } from './damage.ts';

/** Of a damage that is no server's. */
export const role = 'client';

/** The peer's Finished is good, our certificate is chosen, our signature is there. */
export const finished = on('hs.finished (good)', 'WAIT_FINISHED');
export const chosen = on('task.done (chosen)', 'CHOOSING');
export const signed = on('task.done', 'SIGNING');
