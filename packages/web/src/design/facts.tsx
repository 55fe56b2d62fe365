import { VisuallyHidden } from '@mantine/core';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import styles from './facts.module.css';
import layout from './layout.module.css';

/** What is known about the subject of a page, in one line below its title. */
export const Facts = ({ children }: { readonly children: ReactNode }) => (
  <dl className={styles.facts}>{children}</dl>
);

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  /** The value needs no name beside it; screen readers still get one. */
  readonly nameHidden?: boolean;
  readonly onlyWide?: boolean;
}

export const Fact = ({ name, children, nameHidden = false, onlyWide = false }: FactProps) => (
  <div className={clsx(styles.fact, onlyWide && layout.onlyWide)}>
    {nameHidden ? <VisuallyHidden component="dt">{name}</VisuallyHidden> : <dt>{name}</dt>}
    <dd>{children}</dd>
  </div>
);
