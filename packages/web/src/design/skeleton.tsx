interface SkeletonProps {
  /** Height of a row in px, that of the rows to come: nothing may jump when they arrive. */
  readonly height?: number;
  readonly rows?: number;
  readonly what: string;
}

const WIDTHS = [38, 27, 44, 31, 35];

/** Nothing for 150 ms, then grey bars in the places of the rows that are on their way. */
export const Skeleton = ({ height = 36, rows = 6, what }: SkeletonProps) => (
  <div className="bones" aria-busy="true">
    <output className="sr">Loading {what}</output>
    {Array.from({ length: rows }, (_, row) => (
      <div key={row} className="bone-row" style={{ height }}>
        <span className="bone" style={{ width: `${WIDTHS[row % WIDTHS.length]}%` }} />
        <span className="bone" style={{ width: '12%', marginLeft: 'auto' }} />
      </div>
    ))}
  </div>
);
