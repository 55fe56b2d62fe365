interface ProgressProps {
  /** 0..1 */
  readonly value: number;
  readonly what: string;
}

export const Progress = ({ value, what }: ProgressProps) => (
  <progress className="meter" aria-label={`Progress of ${what}`} value={value} max={1} />
);
