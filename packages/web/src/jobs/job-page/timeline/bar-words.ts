import { formatDuration } from '../../../design/duration.ts';
import { plainText } from '../../events/ansi.ts';
import { causeOf } from '../../events/attempt-groups.ts';
import { firstLine } from '../../job/telling-message.ts';
import type { Bar } from './attempt-bars.ts';

const percent = (progress: number | null): string =>
  progress === null ? '' : `, ${Math.round(progress * 100)}%`;

const lostWords = ({ heardTo, to }: Bar, cause: string): string => {
  const heard = heardTo < to ? `last heard at ${formatDuration(heardTo)}` : '';
  return [heard, cause].filter(Boolean).join(', ');
};

/** What stands beside a bar: how far it is, or why it ended so, or how long it took. */
export const barWords = (bar: Bar, progress: number | null): string => {
  const length = formatDuration(bar.to - bar.from);
  if (bar.open) return `${length}${percent(progress)}`;
  const cause = plainText(firstLine(causeOf(bar.attempt)));
  return (bar.attempt.outcome === 'LOST' ? lostWords(bar, cause) : cause) || length;
};
