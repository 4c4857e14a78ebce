/**
 * `tlschart view`. The page is built from the machines in `spec/` and needs the tools of a checkout:
 * what ships has neither, and says so.
 */
import { existsSync } from 'node:fs';
import { UsageError } from './usage.ts';

/**
 * Serves the page until SIGINT or SIGTERM.
 * @returns the exit code
 * @throws UsageError outside of a checkout, or if the port is taken
 */
export async function runView(port: number): Promise<number> {
  const tool = new URL('../view/serve.ts', import.meta.url);
  if (!existsSync(tool)) {
    throw new UsageError('view needs a checkout of tlschart: there, npm run view builds the page');
  }
  const { serve } = await import(tool.href);
  return await serve(port);
}
