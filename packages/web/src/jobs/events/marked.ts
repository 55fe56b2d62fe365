export interface Stretch {
  readonly text: string;
  readonly hit: boolean;
}

/** A text cut where `query` occurs, upper and lower case alike. Joined again it is the text. */
export const stretches = (text: string, query: string): Stretch[] => {
  if (query === '') return [{ text, hit: false }];
  const [low, sought] = [text.toLowerCase(), query.toLowerCase()];
  // Lower-casing may change a text's length (İ); then places in one are not places in the other.
  if (low.length !== text.length) return [{ text, hit: false }];
  const found: Stretch[] = [];
  let from = 0;
  for (let at = low.indexOf(sought); at !== -1; at = low.indexOf(sought, from)) {
    if (at > from) found.push({ text: text.slice(from, at), hit: false });
    from = at + sought.length;
    found.push({ text: text.slice(at, from), hit: true });
  }
  return from < text.length ? [...found, { text: text.slice(from), hit: false }] : found;
};
