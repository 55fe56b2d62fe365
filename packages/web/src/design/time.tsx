import { formatAbsolute, formatInstant, formatInstantInSentence } from './instant.ts';
import { useNow } from './use-now.ts';

interface TimeProps {
  /** ISO 8601, as the API gives it. */
  readonly at: string;
  /** "12:53 today" instead of "12:53:02". */
  readonly inSentence?: boolean;
}

/** A point in time: short, and exact on hover. */
export const Time = ({ at, inSentence = false }: TimeProps) => {
  const now = useNow(false);
  const instant = new Date(at);
  const format = inSentence ? formatInstantInSentence : formatInstant;
  return (
    <time dateTime={at} title={formatAbsolute(instant)}>
      {format(instant, new Date(now))}
    </time>
  );
};
