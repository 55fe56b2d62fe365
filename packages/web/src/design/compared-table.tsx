import { VisuallyHidden } from '@mantine/core';
import styles from './compared-table.module.css';

/** Something that is known of both sides, in words; null where one has none. */
export interface ComparedRow {
  readonly name: string;
  readonly left: string | null;
  readonly right: string | null;
}

export const differs = ({ left, right }: ComparedRow): boolean => left !== right;

interface ComparedTableProps {
  readonly label: string;
  readonly rows: readonly ComparedRow[];
  readonly onlyDifferent: boolean;
  /** What the two columns are called. Default: Left and Right. */
  readonly heads?: readonly [left: string, right: string];
  /** What is said where there is no row. */
  readonly empty: string;
}

/** Two values of each name, side by side. */
export const ComparedTable = ({
  label,
  rows,
  onlyDifferent,
  heads = ['Left', 'Right'],
  empty,
}: ComparedTableProps) => {
  const shown = onlyDifferent ? rows.filter(differs) : rows;
  if (shown.length === 0)
    return <p className={styles.none}>{rows.length === 0 ? empty : 'No differences'}</p>;
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">
            <VisuallyHidden>Name</VisuallyHidden>
          </th>
          <th scope="col">{heads[0]}</th>
          <th scope="col">{heads[1]}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={row.name} className={differs(row) ? styles.different : undefined}>
            <th scope="row">
              {row.name}
              {differs(row) ? <DifferenceMark /> : null}
            </th>
            <td>{row.left ?? '–'}</td>
            <td>{row.right ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

/** For those who do not see the colour of the row. */
export const DifferenceMark = () => (
  <span className={styles.mark}>
    <span aria-hidden="true">≠</span>
    <VisuallyHidden>differs</VisuallyHidden>
  </span>
);
