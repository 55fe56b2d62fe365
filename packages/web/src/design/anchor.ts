import { type Ref, useImperativeHandle } from 'react';

interface AnchorProps {
  readonly element: HTMLElement;
  readonly ref?: Ref<HTMLElement>;
}

/**
 * Stands where a library wants the element that something hangs from, and names one that stands elsewhere. So the
 * element needs no wrapping, and stays the same when the library's code comes later.
 */
export const Anchor = ({ element, ref }: AnchorProps): null => {
  useImperativeHandle(ref, () => element, [element]);
  return null;
};
