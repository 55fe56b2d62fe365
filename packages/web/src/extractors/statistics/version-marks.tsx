import { writeJobQuery } from '@pawprint/protocol/client';
import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useState } from 'react';
import styles from './chart.module.css';
import type { Mark } from './series.ts';

interface VersionMarksProps {
  readonly extractor: string;
  /** In the order of time. */
  readonly marks: readonly Mark[];
  /** Where each of them is, from the left. */
  readonly places: readonly number[];
  readonly at: 'top' | 'bottom';
}

/**
 * The labels of the version marks of a chart, which lead to the jobs of the versions. One is in the order of the Tab key,
 * and the arrow keys move between them. Where they would overlap, only the one that has the focus is shown.
 */
export const VersionMarks = ({ extractor, marks, places, at }: VersionMarksProps) => {
  const [chosen, setChosen] = useState<string | null>(null);
  const stop = marks.find(({ version }) => version === chosen) ?? marks.at(-1);
  const isShown = labelsThatFit(marks, places);
  return (
    <div className={styles.marks} data-at={at}>
      {marks.map((mark, index) => (
        <Link
          key={mark.version}
          className={styles.mark}
          data-before={isBefore(mark, places[index] ?? 0)}
          data-hidden={!isShown.has(index)}
          style={{ left: places[index] }}
          tabIndex={mark === stop ? 0 : -1}
          to="/jobs"
          search={{ q: jobsOfVersion(extractor, mark.version) }}
          title={`Jobs of version ${mark.version}`}
          onFocus={() => setChosen(mark.version)}
          onKeyDown={moveByArrow}
        >
          {mark.label}
        </Link>
      ))}
    </div>
  );
};

const jobsOfVersion = (extractor: string, version: string): string =>
  writeJobQuery({
    all: [
      { key: 'extractor', values: [extractor] },
      { key: 'version', values: [version] },
    ],
  });

const moveByArrow = (event: KeyboardEvent<HTMLAnchorElement>): void => {
  const { key, currentTarget: here } = event;
  const next = key === 'ArrowRight' ? here.nextElementSibling : here.previousElementSibling;
  if (key !== 'ArrowRight' && key !== 'ArrowLeft') return;
  event.preventDefault();
  if (next instanceof HTMLElement) next.focus();
};

const LETTER_PX = 7;
const GAP_PX = 12;

const widthOf = ({ label }: Mark): number => label.length * LETTER_PX + GAP_PX;

/** Left of its line, if there is room. */
const isBefore = (mark: Mark, place: number): boolean => place > widthOf(mark) + 60;

/** The newest first, each that does not overlap one that is shown already. */
export const labelsThatFit = (marks: readonly Mark[], places: readonly number[]): ReadonlySet<number> => {
  const shown = new Set<number>();
  let free = Number.POSITIVE_INFINITY;
  for (const [index, mark] of [...marks.entries()].toReversed()) {
    const place = places[index] ?? 0;
    const [from, to] = isBefore(mark, place)
      ? [place - widthOf(mark), place]
      : [place, place + widthOf(mark)];
    if (to > free) continue;
    shown.add(index);
    free = from;
  }
  return shown;
};
