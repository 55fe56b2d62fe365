import { type Action, SHORTCUTS } from './shortcuts.ts';

export interface KeyPress {
  readonly key: string;
  /** Ctrl, Alt or Meta is held: the key belongs to the browser. */
  readonly modified: boolean;
  /** The focus is where text is typed. */
  readonly typing: boolean;
}

export interface Reading {
  /** The first key of a pair, waiting for its second. */
  readonly pending: string | null;
  readonly action: Action | null;
}

const NOTHING: Reading = { pending: null, action: null };

/** What a key press means after `pending`. A key that completes nothing starts anew. */
export const readKey = (pending: string | null, press: KeyPress): Reading => {
  if (press.modified || press.typing) return NOTHING;
  const complete = (keys: readonly string[]) =>
    keys.length === 2
      ? keys[0] === pending && keys[1] === press.key
      : pending === null && keys[0] === press.key;
  const found = SHORTCUTS.find(({ keys }) => complete(keys));
  if (found) return { pending: null, action: found.action };
  if (pending !== null) return readKey(null, press);
  const begins = SHORTCUTS.some(({ keys }) => keys.length === 2 && keys[0] === press.key);
  return begins ? { pending: press.key, action: null } : NOTHING;
};
