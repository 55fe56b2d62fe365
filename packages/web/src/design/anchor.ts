import { type Ref, useImperativeHandle } from 'react';

interface AnchorProps {
  readonly element: HTMLElement;
  readonly ref?: Ref<HTMLElement>;
}

/**
 * Passes an element that is rendered elsewhere to a library that takes the ref of its child. The element then needs no
 * wrapper, and is not replaced when the library's code loads later.
 */
export const Anchor = ({ element, ref }: AnchorProps): null => {
  useImperativeHandle(ref, () => element, [element]);
  return null;
};
