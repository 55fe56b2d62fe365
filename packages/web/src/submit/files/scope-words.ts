import { countOf, formatCount } from '../../design/count.ts';
import type { FileScope } from './file-scope.ts';

interface Counts {
  /** Files that will be submitted, as far as is known. */
  readonly meant: number;
  readonly listed: number;
  readonly total: number;
  /** All files are listed. */
  readonly complete: boolean;
}

const nothingChosen = ({ scope, extensions, types }: FileScope): boolean =>
  (scope === 'extension' && extensions.length === 0) || (scope === 'type' && types.length === 0);

/** How many files will be submitted: said before anything is. */
export const scopeWords = (scope: FileScope, { meant, listed, total, complete }: Counts): string => {
  if (!complete) return `Counting… ${formatCount(listed)} of ${countOf(Math.max(total, listed), 'file')}`;
  if (nothingChosen(scope)) return `Choose one ${scope.scope} or more.`;
  const will = meant === 1 ? 'will get a job of its own' : 'will each get a job of their own';
  return meant === 0 ? 'There is no such file.' : `${countOf(meant, 'file')} ${will}.`;
};
