import styles from './raw-text.module.css';

/**
 * The text of a message from outside. It scrolls in its own frame, also with the keyboard. It is a figure, not a region:
 * one page may show many of them, and each region would be a landmark.
 */
export const RawText = ({ label, text }: { readonly label: string; readonly text: string }) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard has to reach what it can scroll
  <figure className={styles.text} aria-label={label} tabIndex={0}>
    <pre>{text}</pre>
  </figure>
);
