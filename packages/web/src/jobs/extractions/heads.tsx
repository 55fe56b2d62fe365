import { HEAD, ROW, type RowPlace } from './row-props.ts';

interface Head {
  readonly name: string;
  readonly word: string;
}

const EXTRACTOR_HEADS: readonly Head[] = [
  { name: 'c-name', word: 'Extractor' },
  { name: 'c-by', word: 'Latest job' },
  { name: 'c-start', word: 'Started' },
  { name: 'c-upd', word: 'Updated' },
  { name: 'c-status', word: 'Latest status' },
  { name: 'c-time', word: 'Elapsed' },
  { name: 'c-n', word: 'Jobs' },
];

const JOB_HEADS: readonly Head[] = [
  { name: 'c-name', word: 'Job' },
  { name: 'c-by', word: 'By' },
  { name: 'c-start', word: 'Started' },
  { name: 'c-upd', word: 'Updated' },
  { name: 'c-status', word: 'Status' },
  { name: 'c-time', word: 'Wait · Run' },
  { name: 'c-n', word: 'Attempts' },
];

const HeadCells = ({ heads }: { readonly heads: readonly Head[] }) => (
  <>
    {heads.map(({ name, word }) => (
      <th {...HEAD} key={name} className={name}>
        {word}
      </th>
    ))}
    <th {...HEAD}>
      <span className="sr">Actions</span>
    </th>
  </>
);

export const TreeHead = () => (
  <tr {...ROW} className="r head">
    <HeadCells heads={EXTRACTOR_HEADS} />
  </tr>
);

/** Both levels share one set of columns, so that times and states line up; only some names differ. */
export const JobHeads = (place: RowPlace) => (
  <tr {...place} className="r sub">
    <HeadCells heads={JOB_HEADS} />
  </tr>
);
