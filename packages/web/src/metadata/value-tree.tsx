import { useState } from 'react';
import { countOf } from '../design/count.ts';
import text from '../design/text.module.css';
import { readMeasured, Scalar, shownText, textOf } from './scalar.tsx';
import styles from './value-tree.module.css';

/** The rest of a level waits behind a button, since 100,000 values at once would freeze the page. */
const SHOWN_AT_FIRST = 100;

/** Keys and values as a tree; nested values open on demand. Everything is rendered as text, never as HTML. */
export const ValueTree = ({ value }: { readonly value: unknown }) => {
  const [shown, setShown] = useState(SHOWN_AT_FIRST);
  if (!isTree(value)) return <p className={styles.values}>{shownText(value)}</p>;
  const entries: readonly Entry[] = Object.entries(value);
  const rest = entries.length - shown;
  return (
    <>
      <dl className={styles.values}>
        {entries.slice(0, shown).map(([key, entry]) => (
          <div key={key}>
            <dt>{Array.isArray(value) ? Number(key) + 1 : key}</dt>
            <Value name={Array.isArray(value) ? `item ${Number(key) + 1}` : key} value={entry} />
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

const describeSize = (value: object): string => {
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  return countOf(count, Array.isArray(value) ? 'item' : 'field');
};

const Value = ({ name, value }: { readonly name: string; readonly value: unknown }) => {
  const measured = readMeasured(value);
  if (measured !== undefined) return <Scalar name={name} value={measured.value} unit={measured.unit} />;
  if (isPlainList(value)) return <Scalar name={name} value={value.map(textOf).join(', ') || 'empty'} />;
  if (!isTree(value)) return <Scalar name={name} value={value} />;
  return (
    <dd>
      <details>
        <summary className={text.dimmed}>{describeSize(value)}</summary>
        <ValueTree value={value} />
      </details>
    </dd>
  );
};
