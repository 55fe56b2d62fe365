import { Badge } from '../design/badge.tsx';

/** At what a version made whose outputs are marked as superseded. */
export const SupersededBadge = () => (
  <Badge
    content={{
      label: 'Superseded',
      icon: 'stalled',
      tone: 'stalled',
      explanation: 'An operator marked what this version made as superseded. It counts in no search.',
    }}
  />
);
