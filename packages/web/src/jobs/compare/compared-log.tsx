import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { DifferenceMark } from '../../design/compared-table.tsx';
import { countOf, formatCount } from '../../design/count.ts';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import text from '../../design/text.module.css';
import { lineText, lineTone } from '../events/event-kinds.ts';
import { plainText } from '../events/terminal-text.ts';
import { comparedLogQuery, type ComparedLog as Log, MOST_LINES } from './compare-queries.ts';
import styles from './compare-view.module.css';
import type { ComparedSide } from './compared-side.ts';
import { alignLogs, foldEqualLines, type LinePair, type LogBlock } from './log-differences.ts';

interface ComparedLogProps {
  readonly left: ComparedSide;
  readonly right: ComparedSide;
  readonly onlyDifferent: boolean;
}

/** Both logs, line beside line. */
export const ComparedLog = ({ left, right, onlyDifferent }: ComparedLogProps) => {
  const [ofLeft, ofRight] = [useQuery(comparedLogQuery(left)), useQuery(comparedLogQuery(right))];
  const error = ofLeft.error ?? ofRight.error;
  const retry = (): void => {
    void ofLeft.refetch();
    void ofRight.refetch();
  };
  if (error) return <ErrorPanel what="The logs could not be loaded." error={error} onRetry={retry} />;
  if (!ofLeft.data || !ofRight.data) return <LoadingRows what="the logs" height={24} rows={10} />;
  return <AlignedLog left={ofLeft.data} right={ofRight.data} onlyDifferent={onlyDifferent} />;
};

interface AlignedLogProps {
  readonly left: Log;
  readonly right: Log;
  readonly onlyDifferent: boolean;
}

const AlignedLog = ({ left, right, onlyDifferent }: AlignedLogProps) => {
  const pairs = useMemo(() => alignLogs(left.events, right.events), [left, right]);
  const blocks: readonly LogBlock[] = onlyDifferent ? foldEqualLines(pairs) : [{ kind: 'pairs', pairs }];
  const different = pairs.filter(({ isSame }) => !isSame).length;
  return (
    <>
      <p className={text.dimmed}>
        {different === 0
          ? 'The logs say the same.'
          : `Different: ${countOf(different, 'line')} of ${formatCount(pairs.length)}.`}
        {left.isCut || right.isCut
          ? ` The first ${formatCount(MOST_LINES)} events of each are compared.`
          : ''}
      </p>
      <table className={styles.log} aria-label="Logs, line beside line">
        <colgroup>
          <col />
          <col className={styles.between} />
          <col />
        </colgroup>
        <tbody>
          {blocks.map((block, place) => (
            // Blocks follow from the logs, which do not change here.
            <Block key={place} block={block} />
          ))}
        </tbody>
      </table>
    </>
  );
};

/** A run of equal lines opens in place. A long block shows its beginning first. */
const Block = ({ block: { kind, pairs } }: { readonly block: LogBlock }) => {
  const [shown, setShown] = useState(kind === 'folded' ? 0 : FIRST_LINES);
  const left = pairs.length - shown;
  return (
    <>
      {pairs.slice(0, shown).map((pair) => (
        <PairRow key={`${pair.left?.number} ${pair.right?.number}`} pair={pair} />
      ))}
      {left > 0 ? (
        <tr className={styles.fold}>
          <td colSpan={3}>
            <Button variant="subtle" size="compact-xs" onClick={() => setShown(shown + MORE_LINES)}>
              {kind === 'folded' ? `${countOf(left, 'equal line')}` : `${countOf(left, 'line')} more`}
            </Button>
          </td>
        </tr>
      ) : null}
    </>
  );
};

const FIRST_LINES = 400;
const MORE_LINES = 1_000;

const PairRow = ({ pair: { left, right, isSame } }: { readonly pair: LinePair }) => (
  <tr className={isSame ? undefined : styles.different}>
    <Line line={left} />
    <td className={styles.between}>{isSame ? null : <DifferenceMark />}</td>
    <Line line={right} />
  </tr>
);

const Line = ({ line }: { readonly line: LinePair['left'] }) => (
  <td className={styles.line} data-tone={line ? lineTone(line) : undefined}>
    {line === null ? '' : plainText(lineText(line))}
  </td>
);
