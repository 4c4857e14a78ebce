/**
 * States by the name that generated code and traces give them, `connected(reading, sending)`, as
 * XState writes them: `{ live: { connected: { inbound: ..., outbound: ... } } }`.
 */

/** What is needed of a machine's configuration, as `generated/*.machine.json` holds it. */
export interface StateConfig {
  readonly type?: string;
  readonly states?: Readonly<Record<string, StateConfig>>;
}

export type StateValue = string | { readonly [name: string]: StateValue };

/** The state below `config` that has this name; the name itself if there is none. */
export function stateValue(config: StateConfig, name: string): StateValue {
  return search(config, parsed(name)) ?? name;
}

/** A name, and those of the states inside of its regions. */
interface Parsed {
  readonly name: string;
  readonly regions: readonly Parsed[];
}

function search({ states = {} }: StateConfig, wanted: Parsed): StateValue | undefined {
  for (const [key, child] of Object.entries(states)) {
    const isParallel = child.type === 'parallel';
    const found = isParallel ? regionsOf(child, wanted) : search(child, wanted);
    if (key === wanted.name && isParallel && found !== undefined) return { [key]: found };
    if (key === wanted.name && child.states === undefined) return key;
    if (!isParallel && found !== undefined) return { [key]: found };
  }
  return undefined;
}

function regionsOf({ states = {} }: StateConfig, { regions }: Parsed): StateValue | undefined {
  const entries = Object.entries(states).flatMap(([key, region], index) => {
    const wanted = regions[index];
    const value = wanted === undefined ? undefined : search(region, wanted);
    return value === undefined ? [] : [[key, value] as const];
  });
  const isWhole = regions.length > 0 && entries.length === Object.keys(states).length;
  return isWhole ? Object.fromEntries(entries) : undefined;
}

/** `connected(reading, sending)`; regions may have regions. */
function parsed(text: string): Parsed {
  const open = text.indexOf('(');
  if (open === -1) return { name: text.trim(), regions: [] };
  const parts: string[] = [''];
  let depth = 0;
  for (const letter of text.slice(open + 1, -1)) {
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (letter === ',' && depth === 0) parts.push('');
    else parts.push(`${parts.pop() ?? ''}${letter}`);
  }
  return { name: text.slice(0, open).trim(), regions: parts.map(parsed) };
}
