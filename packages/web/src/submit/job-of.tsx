import { Link } from '@tanstack/react-router';
import { shortId } from '../design/short-id.tsx';

interface JobOfProps {
  readonly id: string;
  /** What it works on, where more than one is named. */
  readonly on?: string | undefined;
  readonly onOpen: () => void;
}

export const JobOf = ({ id, on, onOpen }: JobOfProps) => (
  <p className="trunc">
    <Link className="l" to="/jobs/$id" params={{ id }} onClick={onOpen}>
      Job {shortId(id)}
    </Link>
    {on ? ` on ${on}` : null}
  </p>
);
