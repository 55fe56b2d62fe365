import type { Environment } from './config.ts';
import { SETTINGS } from './settings.ts';

/** A sentence for each PAWPRINT_ variable that is no setting: most likely it is misspelt, and has no effect. */
export function unknownVariableWarnings(env: Environment): string[] {
  const known: string[] = [...SETTINGS.map(({ name }) => name), ...OTHER_PROGRAMS];
  return Object.keys(env)
    .filter((name) => name.startsWith('PAWPRINT_') && !known.includes(name))
    .toSorted()
    .map((name) => {
      const nearest = nearestName(name, known);
      return `${name} is not a setting of Pawprint${nearest ? `; did you mean ${nearest}?` : '.'}`;
    });
}

/** Variables of the SDK, the command line and development, which the server ignores. */
const OTHER_PROGRAMS = [
  'PAWPRINT_URL',
  'PAWPRINT_KEY',
  'PAWPRINT_SUPERVISED',
  'PAWPRINT_CHROMIUM',
  'PAWPRINT_DEV_SERVER',
];

/** The name that was probably meant; undefined if none is similar enough. */
function nearestName(written: string, names: readonly string[]): string | undefined {
  const [nearest] = names
    .map((name) => ({ name, distance: editDistance(written, name) }))
    .toSorted((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= Math.max(2, nearest.name.length / 4) ? nearest.name : undefined;
}

/** How many letters must be added, removed or replaced to turn one text into the other (Levenshtein). */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let index = 0; index < from.length; index += 1) row = nextRow(row, index + 1, from[index], to);
  return row.at(-1) ?? 0;
}

function nextRow(above: readonly number[], first: number, letter: string | undefined, to: string): number[] {
  const row = [first];
  for (let column = 1; column < above.length; column += 1) {
    const [left, up, diagonal] = [row[column - 1] ?? 0, above[column] ?? 0, above[column - 1] ?? 0];
    row.push(Math.min(left + 1, up + 1, diagonal + (to[column - 1] === letter ? 0 : 1)));
  }
  return row;
}
