import { useState } from 'react';
import styles from './description.module.css';
import text from './text.module.css';

const LONG_CHARACTERS = 280;
const LONG_LINES = 3;

const isLong = (description: string): boolean =>
  description.length > LONG_CHARACTERS || description.split('\n').length > LONG_LINES;

/** Keeps the lines as they were written; a long description is folded. */
export const Description = ({ text: description }: { readonly text: string }) => {
  const [open, setOpen] = useState(false);
  if (description.trim() === '') return null;
  return (
    <div className={styles.description}>
      <p data-folded={(isLong(description) && !open) || undefined}>{description}</p>
      {isLong(description) ? (
        <button type="button" className={text.link} aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Show less' : 'Show all'}
        </button>
      ) : null}
    </div>
  );
};
