import type { Extractor } from '@pawprint/protocol';
import { formatCount } from '../design/count.ts';
import { Mark } from '../design/state.tsx';
import { lookOfInstance } from './instance-look.ts';

const STATUSES = ['live', 'late', 'gone'] as const;

/** "2 live, 1 late": what there is none of is left out. */
export const InstanceCounts = ({ counts }: { readonly counts: Extractor['instances'] }) => {
  const shown = STATUSES.filter((status) => counts[status] > 0);
  if (shown.length === 0) return <span className="dim">none</span>;
  return (
    <span className="instance-counts">
      {shown.map((status) => (
        <Mark
          key={status}
          look={{ ...lookOfInstance(status), word: `${formatCount(counts[status])} ${status}` }}
        />
      ))}
    </span>
  );
};
