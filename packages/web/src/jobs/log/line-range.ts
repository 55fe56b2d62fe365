import { useLocation, useNavigate } from '@tanstack/react-router';

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

/** Lines that an address points to: `L75`, `L70-L75`. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

export const readLineHash = (hash: string): LineRange | null => {
  const [, first, last] = /^#?L(\d{1,15})(?:-L?(\d{1,15}))?$/.exec(hash) ?? [];
  if (first === undefined) return null;
  const [a, b] = [Number(first), Number(last ?? first)];
  return { from: Math.min(a, b), to: Math.max(a, b) };
};

export const lineHash = ({ from, to }: LineRange): string => (from === to ? `L${from}` : `L${from}-L${to}`);

/** Up to a line, from where the address points to already. */
export const extendedTo = (range: LineRange | null, seq: number): LineRange =>
  range ? { from: Math.min(range.from, seq), to: Math.max(range.to, seq) } : { from: seq, to: seq };
