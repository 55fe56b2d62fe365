export type Action =
  | { readonly act: 'search' | 'help' | 'next-row' | 'previous-row' | 'open-row' | 'copy-link' }
  | { readonly act: 'go'; readonly to: '/datasets' | '/extractors' };

export interface Shortcut {
  /** One key, or two pressed one after the other. */
  readonly keys: readonly [string] | readonly [string, string];
  readonly does: string;
  readonly action: Action;
}

/** Read by the keyboard and by the help that `?` opens: what is not here does not exist. */
export const SHORTCUTS: readonly Shortcut[] = [
  { keys: ['/'], does: 'Search', action: { act: 'search' } },
  { keys: ['g', 'd'], does: 'Go to datasets', action: { act: 'go', to: '/datasets' } },
  { keys: ['g', 'e'], does: 'Go to extractors', action: { act: 'go', to: '/extractors' } },
  { keys: ['j'], does: 'Next row', action: { act: 'next-row' } },
  { keys: ['k'], does: 'Previous row', action: { act: 'previous-row' } },
  { keys: ['Enter'], does: 'Open the row', action: { act: 'open-row' } },
  { keys: ['c'], does: 'Copy the link of the row, or of the page', action: { act: 'copy-link' } },
  { keys: ['?'], does: 'Show this help', action: { act: 'help' } },
];
