import { useState } from 'react';
import type { Named } from './name-form.tsx';

/** One of the two. */
export type NamedChange = { readonly name: string } | { readonly description: string };

/** Which texts of a page's head are being changed in their place, for the texts themselves and for the entries of a menu. */
export interface InPlaceEditing {
  /** Undefined without the right to change it. */
  readonly save: ((change: NamedChange) => Promise<unknown>) | undefined;
  /** Both, where one is still being saved. */
  readonly parts: readonly (keyof Named)[];
  readonly start: (part: keyof Named) => void;
  readonly end: (part: keyof Named) => void;
}

export const useInPlaceEditing = (save: InPlaceEditing['save']): InPlaceEditing => {
  const [parts, setParts] = useState<InPlaceEditing['parts']>([]);
  const end = (part: keyof Named): void => setParts((now) => now.filter((other) => other !== part));
  return { save, parts, start: (part) => setParts((now) => [...now, part]), end };
};

export interface InPlaceProps {
  /** "dataset" */
  readonly what: string;
  readonly text: string;
  readonly editing: InPlaceEditing;
}
