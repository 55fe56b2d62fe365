import { useDebouncedCallback } from '@mantine/hooks';
import { type HistoryState, useLocation, useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';

type Params = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SearchState<P extends Params> {
  readonly params: P;
  readonly change: (next: Partial<P>) => void;
  /** For a text while it is typed: the address follows after a pause, or when `flush` is called. */
  readonly changeLater: (next: Partial<P>) => void;
  readonly flush: () => void;
}

interface State<P> {
  readonly params: P;
  /** What this component made the address say, in the order of its changes. */
  readonly written: readonly string[];
}

const PAUSE_MS = 300;
const MOST_WRITTEN = 50;

/**
 * Keeps state in parameters of the address, so that Back, reloading and a link show it again. The router changes the
 * address some time after it is asked to, and a row has to open at once, so the state is also kept here.
 *
 * @param inAddress the parameters as the address has them now
 */
export const useSearchState = <P extends Params>(inAddress: P): SearchState<P> => {
  const replaceEntry = useReplaceEntry();
  const current = JSON.stringify(inAddress);
  const [{ params, written }, setState] = useState<State<P>>({ params: inAddress, written: [current] });
  // Something else changed the address, for instance a link to this page.
  if (!written.includes(current)) setState({ params: inAddress, written: [current] });
  const write = (search: P): void => replaceEntry({ search });
  const writeLater = useDebouncedCallback(write, PAUSE_MS);
  const keep = (next: Partial<P>): P => {
    const changed = { ...params, ...next };
    setState({ params: changed, written: [...written, JSON.stringify(changed)].slice(-MOST_WRITTEN) });
    return changed;
  };
  return {
    params,
    change: (next) => write(keep(next)),
    changeLater: (next) => writeLater(keep(next)),
    flush: () => writeLater.flush(),
  };
};

interface EntryChange {
  /** Parameters to set; undefined ones are removed. */
  readonly search?: Params;
  readonly state?: HistoryState;
}

/** Returns a function that changes this page's entry in the history. It does nothing once the reader is leaving the page. */
export const useReplaceEntry = (): ((change: EntryChange) => void) => {
  const router = useRouter();
  const navigate = useNavigate();
  const here = useLocation({ select: ({ pathname }) => pathname });
  return ({ search, state }) => {
    if (router.latestLocation.pathname !== here) return;
    void navigate({
      to: '.',
      search: (before: object) => ({ ...before, ...search }),
      hash: (before) => before ?? '',
      state: (before) => ({ ...before, ...state }),
      replace: true,
      resetScroll: false,
      hashScrollIntoView: false,
    });
  };
};
