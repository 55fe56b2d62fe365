import { Children, Fragment, type ReactNode } from 'react';
import styles from './crumbs.module.css';
import { Icon } from './icon.tsx';

/** The pages above this one, then its own name. */
export const Crumbs = ({ children }: { readonly children: ReactNode }) => (
  <nav className={styles.crumbs} aria-label="Breadcrumb">
    {Children.toArray(children).map((crumb, place) => (
      // A crumb has no id, and its index never changes.
      <Fragment key={place}>
        {place > 0 ? <Icon name="right" /> : null}
        {crumb}
      </Fragment>
    ))}
  </nav>
);
