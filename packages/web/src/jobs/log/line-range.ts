import { useLocation, useNavigate } from '@tanstack/react-router';

/** The lines an address points to, by the numbers of their events: `#L75`, `#L70-L75`. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** The lines the address points to, and a function that makes it point to others. */
export const useLineRange = () => {
  const navigate = useNavigate();
  const range = readLineHash(useLocation({ select: ({ hash }) => hash }));
  const pointTo = (number: number, extend: boolean): void =>
    void navigate({
      to: '.',
      hash: lineHash(extendRange(extend ? range : null, number)),
      replace: true,
      resetScroll: false,
      hashScrollIntoView: false,
    });
  return { range, pointTo };
};

export const readLineHash = (hash: string): LineRange | null => {
  const [, first, last] = /^#?L(\d{1,15})(?:-L?(\d{1,15}))?$/.exec(hash) ?? [];
  if (first === undefined) return null;
  const [a, b] = [Number(first), Number(last ?? first)];
  return { from: Math.min(a, b), to: Math.max(a, b) };
};

export const lineHash = ({ from, to }: LineRange): string => (from === to ? `L${from}` : `L${from}-L${to}`);

/** The range extended to a line; only that line if there is no range. */
export const extendRange = (range: LineRange | null, number: number): LineRange =>
  range
    ? { from: Math.min(range.from, number), to: Math.max(range.to, number) }
    : { from: number, to: number };
