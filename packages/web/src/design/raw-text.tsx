import './raw-text.css';

/**
 * Bytes of somebody else's, as text: scrolls by itself, also with the keyboard. A figure, for it is no landmark: a page
 * shows as many as somebody opens.
 */
export const RawText = ({ label, text }: { readonly label: string; readonly text: string }) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached with the keyboard
  <figure className="raw-text" aria-label={label} tabIndex={0}>
    <pre>{text}</pre>
  </figure>
);
