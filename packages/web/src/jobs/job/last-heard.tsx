import { formatRoughly } from '../../design/duration.ts';
import { useNow } from '../../design/use-now.ts';
import { type SeenJob, serverNow } from './seen-job.ts';

/** "last heard 1 s ago", of a job that is not over. */
export const LastHeard = ({ seen }: { readonly seen: SeenJob }) => {
  const silence = serverNow(seen, useNow()) - Date.parse(seen.job.last_event_at);
  return <>last heard {formatRoughly(Math.max(0, silence))} ago</>;
};
