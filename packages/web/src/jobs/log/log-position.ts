import { useLocation } from '@tanstack/react-router';
import { useReplaceEntry } from '../../use-search-state.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The number of the event at the top of the log. Undefined where the log is at its end. */
    readonly topLine?: number | undefined;
  }
}

/**
 * Where the log is scrolled to, kept with the entry in the history: Back and reloading return to it, and a link begins at its
 * own line.
 */
export const useLogPosition = () => {
  const replaceEntry = useReplaceEntry();
  const line = useLocation({ select: ({ state }) => state.topLine });
  const remember = (topLine: number | undefined): void => {
    if (topLine !== line) replaceEntry({ state: { topLine } });
  };
  return { line, remember };
};
