/** Serves the page until it is told to stop. The command line finds this file by its path. */
import { onStopSignal } from '../cli/signals.ts';
import { buildPage } from './build-page.ts';
import { openViewer } from './relay.ts';

/**
 * Each time that somebody loads the page it is built anew: an edit of the spec is there at once.
 * @returns the exit code
 * @throws UsageError if the port is taken
 */
export async function serve(port: number): Promise<number> {
  const viewer = await openViewer(port, buildPage);
  process.stdout.write(`open ${viewer.url}\n`);
  await new Promise<void>((resolve) => onStopSignal(resolve));
  await viewer.close();
  return 0;
}
