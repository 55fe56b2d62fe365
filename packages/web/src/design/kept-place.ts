import { useLocation } from '@tanstack/react-router';
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';

/** Where a reader was in a long list. */
interface Place {
  /** The id of the row at the top of the window, and its index. */
  readonly id: string;
  readonly index: number;
  /** How far below the top of the window that row began, in px. */
  readonly top: number;
  /** How many entries of the list have to be loaded to show the same again. */
  readonly needed: number;
}

interface KeptPlaceOptions {
  readonly body: RefObject<HTMLElement | null>;
  /** Of the entries. Undefined while the list of another address is still shown. */
  readonly ids: readonly string[] | undefined;
  /** In px. */
  readonly rowHeight: number;
  readonly entriesPerRow: number;
}

/**
 * Shows a list at the place where its reader left it, when they come back by Back or reload the page. The place is a row
 * and not a height, since others may have been added above it. `neededPages` says how much of the list
 * has to be loaded first.
 */
export const useKeptPlace = (options: KeptPlaceOptions): void => {
  const key = useEntryKey();
  const latest = useRef(options);
  const wanted = useRef<Place | undefined>(undefined);
  useLayoutEffect(() => {
    wanted.current = readPlace(key);
    // Noted while the page is whole: when the list is removed, what stood above it may be gone already.
    let place = findPlace(latest.current);
    const notePlace = (): void => {
      place = findPlace(latest.current);
    };
    const keep = (): void => {
      // The list was left before it could be shown at its place.
      if (!wanted.current) writePlace(key, place);
    };
    window.addEventListener('scroll', notePlace, { passive: true });
    window.addEventListener('pagehide', keep);
    return () => {
      window.removeEventListener('scroll', notePlace);
      window.removeEventListener('pagehide', keep);
      keep();
    };
  }, [key]);
  useLayoutEffect(() => {
    latest.current = options;
    if (!wanted.current || !options.ids?.length) return;
    scrollTo(wanted.current, options, options.ids);
    wanted.current = undefined;
  });
};

/** The key of this page's entry in the history. It stays the same while another page is being opened. */
const useEntryKey = (): string => {
  const { pathname, state } = useLocation();
  const [own] = useState(pathname);
  const [key, setKey] = useState(keyOf(state));
  if (pathname === own && keyOf(state) !== key) setKey(keyOf(state));
  return key;
};

const keyOf = ({ __TSR_key: key = '' }: { readonly __TSR_key?: string }): string => key;

const findPlace = ({ body, ids, rowHeight, entriesPerRow }: KeptPlaceOptions): Place | undefined => {
  if (!body.current || !ids?.length || window.scrollY === 0) return undefined;
  const { top } = body.current.getBoundingClientRect();
  const row = Math.max(0, Math.floor(-top / rowHeight));
  const index = Math.min(row * entriesPerRow, ids.length - 1);
  const needed = Math.ceil((window.innerHeight - top) / rowHeight) * entriesPerRow;
  return { id: ids[index] ?? '', index, top: top + row * rowHeight, needed };
};

const scrollTo = (
  place: Place,
  { body, rowHeight, entriesPerRow }: KeptPlaceOptions,
  ids: readonly string[],
): void => {
  const found = ids.indexOf(place.id);
  const index = found >= 0 ? found : Math.min(place.index, ids.length - 1);
  const top = (body.current?.getBoundingClientRect().top ?? 0) + window.scrollY;
  window.scrollTo({ top: top + Math.floor(index / entriesPerRow) * rowHeight - place.top });
  // Rows are drawn where the last event of scrolling was. The browser sends none where the page is there already.
  requestAnimationFrame(() => window.dispatchEvent(new Event('scroll')));
};

/** How many entries a page of a long list has. */
export const PAGE_SIZE = 40;

/** How many pages of the list have to be loaded to show an entry in the history as it was left. */
export const neededPages = (state: { readonly __TSR_key?: string }): number =>
  Math.max(1, Math.ceil((readPlace(keyOf(state))?.needed ?? 0) / PAGE_SIZE));

const STORED = 'pawprint-places';
const MOST_KEPT = 50;

const readPlace = (key: string): Place | undefined => {
  const { id, index, top, needed } = readPlaces()[key] ?? {};
  const isWhole =
    typeof id === 'string' &&
    typeof index === 'number' &&
    typeof top === 'number' &&
    typeof needed === 'number';
  return isWhole ? { id, index, top, needed } : undefined;
};

type Unchecked = { readonly [Field in keyof Place]?: unknown };

/** By the key of the entry. Anything may stand there that another version wrote. */
const readPlaces = (): Readonly<Record<string, Unchecked>> => {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(STORED) ?? '{}');
    return isRecord(stored) ? stored : {};
  } catch {
    return {};
  }
};

const isRecord = (value: unknown): value is Readonly<Record<string, Unchecked>> =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((one) => typeof one === 'object' && one !== null);

const writePlace = (key: string, place: Place | undefined): void => {
  const { [key]: before, ...others } = readPlaces();
  if (!before && !place) return;
  const kept = Object.entries(others).slice(1 - MOST_KEPT);
  const stored = Object.fromEntries(place ? [...kept, [key, place]] : kept);
  try {
    sessionStorage.setItem(STORED, JSON.stringify(stored));
  } catch {
    // Without storage, the page begins at its top.
  }
};
