import { formatAbsolute, formatInstant, formatInstantInWords } from './instant.ts';
import { useNow } from './use-now.ts';

interface TimeProps {
  /** ISO 8601, as the API gives it. */
  readonly at: string;
  /** "12:53 today" instead of "12:53:02". */
  readonly inWords?: boolean;
}

/** A point in time: short, and exact on hover. */
export const Time = ({ at, inWords = false }: TimeProps) => {
  const now = useNow(false);
  const instant = new Date(at);
  const format = inWords ? formatInstantInWords : formatInstant;
  return (
    <time dateTime={at} title={formatAbsolute(instant)}>
      {format(instant, new Date(now))}
    </time>
  );
};
