import { withSuffix } from '../file-name.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** On Windows, and for the library, a letter and a colon begin a path. */
export const withoutDrive = (name: string): string => name.replace(/^([a-z]):/i, '$1_');

/**
 * A name for each file in the order given, all different: the first keeps its own, later ones of the same name have
 * their id put before the extension, as in Clowder.
 */
export const entryNames = (files: readonly Named[]): string[] => {
  const taken = new Set<string>();
  return files.map(({ id, name }) => {
    let free = withoutDrive(name);
    while (taken.has(free)) free = withSuffix(free, `_${id}`);
    taken.add(free);
    return free;
  });
};
