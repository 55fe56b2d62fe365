import { Children, Fragment, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** The way from the top to here. */
export const Crumbs = ({ children }: { readonly children: ReactNode }) => (
  <nav className="crumb" aria-label="Breadcrumb">
    {Children.toArray(children).map((crumb, place) => (
      // A crumb has no name of its own; its place is what it is.
      <Fragment key={place}>
        {place > 0 ? <Icon name="right" /> : null}
        {crumb}
      </Fragment>
    ))}
  </nav>
);
