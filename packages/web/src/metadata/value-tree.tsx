import { useState } from 'react';
import { countOf } from '../design/count.ts';
import text from '../design/text.module.css';
import styles from './value-tree.module.css';

/** The rest of a level waits behind a button, since 100,000 values at once would freeze the page. */
const SHOWN_AT_FIRST = 100;

/** Keys and values as a tree; nested values open on demand. Everything is rendered as text, never as HTML. */
export const ValueTree = ({ value }: { readonly value: unknown }) => {
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  if (!isTree(value)) return <p className={styles.values}>{formatValue(value)}</p>;
  const entries: readonly Entry[] = Object.entries(value);
  const rest = entries.length - shown;
  return (
    <>
      <dl className={styles.values}>
        {entries.slice(0, shown).map(([key, entry]) => (
          <div key={key}>
            <dt>{Array.isArray(value) ? Number(key) + 1 : key}</dt>
            <Value value={entry} />
          </div>
        ))}
      </dl>
      {rest > 0 ? (
        <button type="button" className={text.link} onClick={() => setShown(shown + 10 * SHOWN_AT_FIRST)}>
          Show more ({rest} left)
        </button>
      ) : null}
    </>
  );
};

type Entry = readonly [key: string, value: unknown];

const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isPlainList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length <= 20 && !value.some(isTree);

const formatValue = (value: unknown): string => {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Checksums and ids, which people compare letter by letter. */
const isCode = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f-]{24,}$/i.test(value);

const describeSize = (value: object): string => {
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  return countOf(count, Array.isArray(value) ? 'item' : 'field');
};

const Value = ({ value }: { readonly value: unknown }) => {
  if (isPlainList(value)) return <dd>{value.length > 0 ? value.map(formatValue).join(', ') : 'empty'}</dd>;
  if (!isTree(value))
    return <dd className={isCode(value) ? text.monospace : undefined}>{formatValue(value)}</dd>;
  return (
    <dd>
      <details>
        <summary className={text.dimmed}>{describeSize(value)}</summary>
        <ValueTree value={value} />
      </details>
    </dd>
  );
};
