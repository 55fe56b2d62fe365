import clsx from 'clsx';
import { Icon } from './icon.tsx';
import styles from './sort-button.module.css';

export interface SortButtonProps<Sort extends string> {
  readonly label: string;
  /** The order that it chooses; chosen again, the second. */
  readonly sorts: readonly [Sort, Sort?];
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** Sorts a table by a column: stands in its head. */
export const SortButton = <Sort extends string>({ label, sorts, sort, onSort }: SortButtonProps<Sort>) => {
  const [first, second] = sorts;
  const isChosen = sorts.includes(sort);
  return (
    <button
      type="button"
      className={clsx(styles.sort, isChosen && styles.chosen)}
      onClick={() => onSort(sort === first ? (second ?? first) : first)}
    >
      {label}
      {isChosen ? <Icon name={sort.startsWith('-') ? 'down' : 'up'} /> : null}
    </button>
  );
};

/** For `aria-sort` of the column's head. */
export const ariaSort = <Sort extends string>(
  sorts: readonly [Sort, Sort?] | undefined,
  sort: Sort,
): 'ascending' | 'descending' | undefined => {
  if (!sorts?.includes(sort)) return undefined;
  return sort.startsWith('-') ? 'descending' : 'ascending';
};
