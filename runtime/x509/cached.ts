/** What one search has found out once. */

/** The value of a key; the first time it is asked for, `find` says which. It may be undefined. */
export function cached<Key, Value>(map: Map<Key, Value>, key: Key, find: () => Value): Value {
  const known = map.get(key);
  // The key is there: what `get` gives, undefined or not, is its value.
  if (known !== undefined || map.has(key)) return known as Value;
  const value = find();
  map.set(key, value);
  return value;
}
