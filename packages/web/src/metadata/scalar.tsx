import { useState } from 'react';
import { CopyButton } from '../design/copy-button.tsx';
import { formatCount } from '../design/count.ts';
import text from '../design/text.module.css';
import styles from './scalar.module.css';

interface ScalarProps {
  /** Its key. */
  readonly name: string;
  readonly value: unknown;
  readonly unit?: string | undefined;
}

/** Longer texts are folded. */
const LONG = 400;

/** One value, with a button that copies it as it was written. */
export const Scalar = ({ name, value, unit }: ScalarProps) => {
  const [isOpen, setOpen] = useState(false);
  const whole = shownText(value);
  const isFolded = whole.length > LONG && !isOpen;
  return (
    <dd className={styles.scalar}>
      <span className={isCode(value) ? text.monospace : undefined}>
        {isFolded ? `${whole.slice(0, LONG)}… ` : whole}
        {unit === undefined ? null : ` ${unit}`}
        {isFolded ? (
          <button type="button" className={text.link} onClick={() => setOpen(true)}>
            Show all {formatCount(whole.length)} characters
          </button>
        ) : null}
      </span>
      {isNothing(value) ? null : <CopyButton text={textOf(value)} what={name} />}
    </dd>
  );
};

const isNothing = (value: unknown): boolean => value === null || value === undefined || value === '';

/** As it was written. */
export const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

/** As it is shown: the digits of large whole numbers are grouped. */
export const shownText = (value: unknown): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) >= 10_000
    ? formatCount(value)
    : textOf(value);
};

/** Checksums and ids, which people compare letter by letter. */
const isCode = (value: unknown): boolean => typeof value === 'string' && /^[0-9a-f-]{24,}$/i.test(value);

interface Measured {
  readonly value: number | string;
  readonly unit: string;
}

const UNIT_KEYS = ['unit', 'units', 'unitText', 'unitCode', '@unit'];

/** A value with its unit, as `{ "value": 12.5, "unit": "cm" }` or schema.org's QuantitativeValue. */
export const readMeasured = (value: unknown): Measured | undefined => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const { value: number, '@type': _, ...rest } = value as Readonly<Record<string, unknown>>;
  const [[key, unit] = [], ...others] = Object.entries(rest);
  const isScalar = typeof number === 'number' || typeof number === 'string';
  const hasUnit = typeof unit === 'string' && key !== undefined && UNIT_KEYS.includes(key);
  return isScalar && hasUnit && others.length === 0 ? { value: number, unit } : undefined;
};
