import { useLocation, useNavigate } from '@tanstack/react-router';
import { extendedTo, type LineRange, lineHash, readLineHash } from './line-hash.ts';

/** The lines that the address points to, and the way to point to others. */
export const usePointedLines = () => {
  const pointed = useLocation({ select: ({ hash }) => hash });
  const range = readLineHash(pointed);
  const navigate = useNavigate();
  const point = (seq: number, extend: boolean): LineRange => {
    const next = extendedTo(extend ? range : null, seq);
    void navigate({
      to: '.',
      hash: lineHash(next),
      replace: true,
      resetScroll: false,
      hashScrollIntoView: false,
    });
    return next;
  };
  return { range, point };
};
