import clsx from 'clsx';
import type { ComponentProps } from 'react';
import styles from './panel.module.css';

/** A framed part of a page. Give it a label where a screen reader is to list it as a region. */
export const Panel = ({ className, ...rest }: ComponentProps<'section'>) => (
  <section {...rest} className={clsx(styles.panel, className)} />
);

/** The line above a panel's content: its <h2>, then what can be done. */
export const PanelHead = ({ className, ...rest }: ComponentProps<'div'>) => (
  <div {...rest} className={clsx(styles.head, className)} />
);

/** A sentence in place of content, or above it. */
export const PanelNote = ({ className, ...rest }: ComponentProps<'div'>) => (
  <div {...rest} className={clsx(styles.note, className)} />
);

/** The line below a list: how much of it is shown, and a button for more. */
export const PanelFoot = ({ className, ...rest }: ComponentProps<'div'>) => (
  <div {...rest} className={clsx(styles.foot, className)} />
);
