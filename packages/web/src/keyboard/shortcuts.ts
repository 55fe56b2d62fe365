export type Action =
  | { readonly act: 'search' | 'help' | 'next-row' | 'previous-row' | 'open-row' | 'copy-link' }
  | { readonly act: 'go'; readonly to: '/' | '/datasets' | '/jobs' | '/extractors' };

interface Shortcut {
  /** One key, or two pressed one after the other. */
  readonly keys: readonly [string] | readonly [string, string];
  readonly label: string;
  readonly action: Action;
}

/** All shortcuts there are. The keyboard obeys this list, and the help that `?` opens shows it. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['/'], label: 'Search', action: { act: 'search' } },
  { keys: ['g', 'h'], label: 'Go to home', action: { act: 'go', to: '/' } },
  { keys: ['g', 'd'], label: 'Go to datasets', action: { act: 'go', to: '/datasets' } },
  { keys: ['g', 'j'], label: 'Go to jobs', action: { act: 'go', to: '/jobs' } },
  { keys: ['g', 'e'], label: 'Go to extractors', action: { act: 'go', to: '/extractors' } },
  { keys: ['j'], label: 'Next row', action: { act: 'next-row' } },
  { keys: ['k'], label: 'Previous row', action: { act: 'previous-row' } },
  { keys: ['Enter'], label: 'Open the row', action: { act: 'open-row' } },
  { keys: ['c'], label: 'Copy the link of the row, or of the page', action: { act: 'copy-link' } },
  { keys: ['?'], label: 'Show this help', action: { act: 'help' } },
];

export interface KeyPress {
  readonly key: string;
  /** Ctrl, Alt or Meta is held: the key belongs to the browser. */
  readonly modified: boolean;
  /** The focus is in a text field. */
  readonly typing: boolean;
}

export interface KeyMeaning {
  /** The first key of a pair, waiting for its second. */
  readonly pending: string | null;
  readonly action: Action | null;
}

const NOTHING: KeyMeaning = { pending: null, action: null };

/** What a key press means after `pending`. A key that completes no pair is read as if it came first. */
export const readKey = (pending: string | null, press: KeyPress): KeyMeaning => {
  if (press.modified || press.typing) return NOTHING;
  const completes = (keys: readonly string[]) =>
    keys.length === 2
      ? keys[0] === pending && keys[1] === press.key
      : pending === null && keys[0] === press.key;
  const shortcut = SHORTCUTS.find(({ keys }) => completes(keys));
  if (shortcut) return { pending: null, action: shortcut.action };
  if (pending !== null) return readKey(null, press);
  const begins = SHORTCUTS.some(({ keys }) => keys.length === 2 && keys[0] === press.key);
  return begins ? { pending: press.key, action: null } : NOTHING;
};
