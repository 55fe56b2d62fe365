import { createContext, useContext } from 'react';

/** What was just done, and how it is taken back. */
export interface UndoOffer {
  /** "The name was changed." */
  readonly done: string;
  /** Rejects with the reason if it cannot be taken back any more. A text that it resolves to is said afterwards. */
  readonly undo: () => Promise<unknown>;
}

export const OfferContext = createContext<(offer: UndoOffer) => void>(() => undefined);

/** Offers to take back what was just done, for ten seconds and on whichever page is open by then. */
export const useOfferUndo = (): ((offer: UndoOffer) => void) => useContext(OfferContext);
