/** Names in the generated code. */
import { capitalised } from '../code-text.ts';

/** `connected(reading, sent)` -> `ConnectedReadingSent`. */
export function pascal(text: string): string {
  return text
    .split(/[^A-Za-z0-9]+/)
    .map(capitalised)
    .join('');
}

/** `task done` -> `taskDone`. */
export function camel(text: string): string {
  const name = pascal(text);
  return name.charAt(0).toLowerCase() + name.slice(1);
}
