import { Icon } from '../../design/icon.tsx';
import { plainText } from './ansi.ts';
import type { Fold } from './fold-lines.ts';
import { lineText } from './line-text.ts';

const foldWords = ({ kind, events }: Fold): string => {
  const last = events.at(-1) ?? events[0];
  return kind === 'progress' ? `… ${plainText(lineText(last))} ×${events.length}` : `×${events.length}`;
};

interface FoldButtonProps {
  readonly fold: Fold;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** "×412": opens in place, and folds again. */
export const FoldButton = ({ fold, open, onToggle }: FoldButtonProps) => {
  const what = fold.kind === 'progress' ? 'progress lines' : 'equal lines';
  return (
    <button
      type="button"
      className="fold"
      aria-expanded={open}
      aria-label={open ? `Fold ${fold.events.length} ${what}` : `Show ${fold.events.length - 1} more ${what}`}
      onClick={onToggle}
    >
      <Icon name={open ? 'down' : 'right'} />
      {open ? `×${fold.events.length}` : foldWords(fold)}
    </button>
  );
};
