import { useState } from 'react';

const LONG = 280;

const isLong = (text: string): boolean => text.length > LONG || text.split('\n').length > 3;

/** What somebody wrote: text with its lines, folded when it is long. */
export const Description = ({ text }: { readonly text: string }) => {
  const [open, setOpen] = useState(false);
  if (text.trim() === '') return null;
  return (
    <div className="description">
      <p data-folded={(isLong(text) && !open) || undefined}>{text}</p>
      {isLong(text) ? (
        <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Show less' : 'Show all'}
        </button>
      ) : null}
    </div>
  );
};
