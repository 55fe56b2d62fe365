import { useState } from 'react';
import './value-tree.css';

/** More than this at one level is a number and a button: a list of 100,000 values must not stop the page. */
const SHOWN_AT_ONCE = 100;

type Entry = readonly [key: string, value: unknown];

const isTree = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isPlainList = (value: unknown): value is readonly unknown[] =>
  Array.isArray(value) && value.length <= 20 && !value.some(isTree);

const plain = (value: unknown): string => {
  if (value === null || value === undefined) return '–';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** Checksums and ids: compared letter by letter. */
const isCode = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f-]{24,}$/i.test(value);

const size = (value: object): string => {
  const count = Array.isArray(value) ? value.length : Object.keys(value).length;
  const word = Array.isArray(value) ? 'item' : 'field';
  return `${count} ${word}${count === 1 ? '' : 's'}`;
};

const Value = ({ value }: { readonly value: unknown }) => {
  if (isPlainList(value)) return <dd>{value.length > 0 ? value.map(plain).join(', ') : 'empty'}</dd>;
  if (!isTree(value)) return <dd className={isCode(value) ? 'mono' : undefined}>{plain(value)}</dd>;
  return (
    <dd>
      <details>
        <summary className="dim">{size(value)}</summary>
        <ValueTree value={value} />
      </details>
    </dd>
  );
};

/** Keys and values to read. A tree inside opens on demand; what is written in it is only ever text. */
export const ValueTree = ({ value }: { readonly value: unknown }) => {
  const [shown, show] = useState(SHOWN_AT_ONCE);
  if (!isTree(value)) return <p className="values">{plain(value)}</p>;
  const entries: readonly Entry[] = Object.entries(value);
  const rest = entries.length - shown;
  return (
    <>
      <dl className="values">
        {entries.slice(0, shown).map(([key, entry]) => (
          <div key={key}>
            <dt>{Array.isArray(value) ? Number(key) + 1 : key}</dt>
            <Value value={entry} />
          </div>
        ))}
      </dl>
      {rest > 0 ? (
        <button type="button" className="link" onClick={() => show(shown + 10 * SHOWN_AT_ONCE)}>
          Show more: {rest} are left
        </button>
      ) : null}
    </>
  );
};
