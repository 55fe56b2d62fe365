/** The name that was probably meant; undefined when none is near. */
export function nearestName(written: string, names: readonly string[]): string | undefined {
  const [nearest] = names
    .map((name) => ({ name, distance: editDistance(written, name) }))
    .toSorted((a, b) => a.distance - b.distance);
  return nearest && nearest.distance <= Math.max(2, nearest.name.length / 4) ? nearest.name : undefined;
}

/** How many letters must be added, removed or replaced to make one of the other (Levenshtein). */
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
