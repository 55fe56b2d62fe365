import { useState } from 'react';
import { type ExtractionsState, NOTHING_KNOWN } from './extractions-state.ts';
import type { Filter } from './filter.ts';
import { NOTHING_VISIBLE, type View, type Visible, visible } from './visible.ts';

type Look = (state: ExtractionsState | undefined, view: View) => Visible;

/** Remembers what was seen under a filter; another filter begins anew. Looking twice at the same shows the same. */
const rememberingLook = (): Look => {
  let filter: Filter | null = null;
  let seen = NOTHING_VISIBLE;
  return (state, view) => {
    seen = visible(state ?? NOTHING_KNOWN, view, filter === view.filter ? seen : NOTHING_VISIBLE);
    filter = view.filter;
    return seen;
  };
};

/** What is to be seen now. */
export const useVisible = (state: ExtractionsState | undefined, view: View): Visible => {
  const [look] = useState(rememberingLook);
  return look(state, view);
};
