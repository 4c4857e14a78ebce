/**
 * What @peculiar/x509's dependency injection needs of the Reflect metadata proposal, before it is
 * imported: three functions that keep notes about classes. Not the whole proposal: no inheritance,
 * no property keys, no decorator form, because nothing here asks for them.
 */
const notes = new WeakMap<object, Map<unknown, unknown>>();

function readNote(key: unknown, target: object): unknown {
  return notes.get(target)?.get(key);
}

function writeNote(key: unknown, value: unknown, target: object): void {
  const ofTarget = notes.get(target) ?? new Map<unknown, unknown>();
  notes.set(target, ofTarget.set(key, value));
}

if (!('getMetadata' in Reflect)) {
  Object.assign(Reflect, {
    getMetadata: readNote,
    getOwnMetadata: readNote,
    defineMetadata: writeNote,
  });
}
