import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef, useState } from 'react';
import { countOf, formatCount } from '../../../design/count.ts';
import { Icon } from '../../../design/icon.tsx';
import { scaled } from '../../../design/scaled.ts';
import text from '../../../design/text.module.css';
import { Broken, NoPreview } from '../no-preview.tsx';
import type { Previewed } from '../previewed.ts';
import { WithText } from '../text/with-text.tsx';
import {
  ExactNumber,
  isContainer,
  type JsonRow,
  jsonRows,
  openAtFirst,
  parseJson,
  SHOWN_AT_ONCE,
  sizeOf,
} from './json-rows.ts';
import styles from './json-view.module.css';

/** Parsing a larger document would hold up the page. */
const MOST_BYTES = 10_000_000;

/** A document of JSON, folded. */
export const JsonView = ({ of }: { readonly of: Previewed }) => (
  <WithText of={of} mostBytes={MOST_BYTES}>
    {({ text: json, isWhole }) => (isWhole ? <Document of={of} json={json} /> : <NoPreview />)}
  </WithText>
);

type Parsed = { readonly value: unknown } | { readonly error: string };

const parse = (json: string): Parsed => {
  try {
    return { value: parseJson(json) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
};

const Document = ({ of, json }: { readonly of: Previewed; readonly json: string }) => {
  const parsed = useMemo(() => parse(json), [json]);
  if ('error' in parsed)
    return <Broken what="JSON" reason={`${parsed.error}. Its text is shown as it is.`} />;
  return <Tree of={of} root={parsed.value} />;
};

const ROW_PX = 24;
/** A scrolling element needs the focus to be scrolled with the arrow keys. */
const SCROLLABLE = { tabIndex: 0 };

const Tree = ({ of, root }: { readonly of: Previewed; readonly root: unknown }) => {
  const [open, setOpen] = useState(() => openAtFirst(root));
  const rows = useMemo(() => jsonRows(root, open), [root, open]);
  const scroller = useRef<HTMLElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- the rule is for the React Compiler, which is not used here
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => scaled(ROW_PX),
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 20,
    paddingStart: 8,
    paddingEnd: 8,
  });
  const show = (container: object, count: number): void => {
    const next = new Map(open);
    if (count === 0) next.delete(container);
    else next.set(container, count);
    setOpen(next);
  };
  const items = virtualizer.getVirtualItems();
  return (
    <section {...SCROLLABLE} ref={scroller} className={styles.tree} aria-label={`Values of ${of.name}`}>
      <ul
        style={{
          paddingTop: items[0]?.start ?? 0,
          paddingBottom: virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0),
        }}
      >
        {items.map(({ index, key }) => {
          const row = rows[index];
          return row ? <Row key={key} row={row} onShow={show} /> : null;
        })}
      </ul>
    </section>
  );
};

interface RowProps {
  readonly row: JsonRow;
  readonly onShow: (container: object, count: number) => void;
}

/** Deeper values stand no further to the right. */
const MOST_DEPTH = 24;

const Row = ({ row, onShow }: RowProps) => (
  <li className={styles.row} style={{ paddingInlineStart: `${1.5 + Math.min(row.depth, MOST_DEPTH)}rem` }}>
    {row.more ? <More more={row.more} onShow={onShow} /> : <NamedValue row={row} onShow={onShow} />}
  </li>
);

interface MoreProps extends Pick<RowProps, 'onShow'> {
  readonly more: NonNullable<JsonRow['more']>;
}

const More = ({ more: { of, count }, onShow }: MoreProps) => (
  <button
    type="button"
    className={text.link}
    onClick={() => onShow(of, sizeOf(of) - count + 10 * SHOWN_AT_ONCE)}
  >
    Show more ({formatCount(count)} left)
  </button>
);

const NamedValue = ({ row: { name, value, isOpen }, onShow }: RowProps) => {
  const label =
    name === null ? null : (
      <span className={typeof name === 'string' ? styles.key : styles.item}>{name}</span>
    );
  if (!isContainer(value) || isOpen === null)
    return (
      <>
        {label}
        <Scalar value={value} />
      </>
    );
  return (
    <button
      type="button"
      className={styles.toggle}
      aria-expanded={isOpen}
      onClick={() => onShow(value, isOpen ? 0 : SHOWN_AT_ONCE)}
    >
      <Icon name={isOpen ? 'down' : 'right'} />
      {label}
      <span className={text.dimmed}>{describeSize(value)}</span>
    </button>
  );
};

const describeSize = (value: object): string =>
  Array.isArray(value) ? `[ ${countOf(value.length, 'item')} ]` : `{ ${countOf(sizeOf(value), 'field')} }`;

const MOST_LETTERS = 10_000;

const Scalar = ({ value }: { readonly value: unknown }) => {
  if (value instanceof ExactNumber) return <span className={styles.number}>{value.text}</span>;
  if (isContainer(value)) return <span className={text.dimmed}>{Array.isArray(value) ? '[ ]' : '{ }'}</span>;
  const written = JSON.stringify(value);
  const shown = written.length > MOST_LETTERS ? `${written.slice(0, MOST_LETTERS)}…` : written;
  return <span className={styles[value === null ? 'null' : typeof value]}>{shown}</span>;
};
