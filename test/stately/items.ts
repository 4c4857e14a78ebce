/**
 * A machine's configuration taken apart into its items, each on its own: so a difference between two
 * readings of a machine is told by name. Knows the forms of XState and of Stately's extractor.
 */

/** A state, a transition, or an action on the way in or out. */
export interface Item {
  readonly kind: 'state' | 'transition' | 'entry' | 'exit';
  /** Where it stands: `live.handshake`, `live on ccs 0`. */
  readonly place: string;
  readonly content: unknown;
}

type Json = Readonly<Record<string, unknown>>;

/** All items of a configuration, in its order. */
export function itemsOf(config: unknown, path: readonly string[] = []): readonly Item[] {
  const { states = {}, on = {}, after = {}, always, onDone, entry, exit, ...state } = json(config);
  const place = path.join('.');
  // Of `meta` the extractor reads only a description: our sections of the RFC are not for it.
  const { id, type, initial, description, tags, context } = state;
  const inEvents = (map: unknown, word: string) =>
    Object.entries(json(map)).flatMap(([event, list]) =>
      transitions(list, `${place} ${word} ${event}`),
    );
  return [
    {
      kind: 'state',
      place,
      content: { id, type, initial, description, tags: many(tags), context },
    },
    ...actions(entry).map((content): Item => ({ kind: 'entry', place, content })),
    ...actions(exit).map((content): Item => ({ kind: 'exit', place, content })),
    ...inEvents(on, 'on'),
    ...inEvents(after, 'after'),
    ...(always === undefined ? [] : transitions(always, `${place} always`)),
    ...(onDone === undefined ? [] : transitions(onDone, `${place} done`)),
    ...Object.entries(json(states)).flatMap(([name, inner]) => itemsOf(inner, [...path, name])),
  ];
}

function transitions(list: unknown, place: string): readonly Item[] {
  return many(list).map((one, index): Item => {
    const { target, actions: done, guard, cond, ...rest } = plain(one);
    const content = {
      target: many(target),
      guard: nameOf(guard ?? cond),
      actions: actions(done),
      rest,
    };
    return { kind: 'transition', place: `${place} ${index}`, content };
  });
}

/** A target alone may stand for a transition. */
function plain(transition: unknown): Json {
  return typeof transition === 'string' ? { target: transition } : json(transition);
}

function actions(list: unknown): readonly unknown[] {
  return many(list).map((one) => {
    if (typeof one === 'string') return { type: one, params: {} };
    // The extractor says of an action what kind it is, and wraps it.
    const { type, params = {} } = json('action' in json(one) ? json(one).action : one);
    return { type, params };
  });
}

/** The extractor wraps guards as it wraps actions. */
function nameOf(guard: unknown): unknown {
  if (guard === undefined || typeof guard === 'string') return guard;
  const { guard: inner, type } = json(guard);
  return inner === undefined ? type : json(inner).type;
}

function many(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function json(value: unknown): Json {
  return value as Json;
}
