import type { ReactNode } from 'react';

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
  /** The value speaks for itself; the name is for screen readers. */
  readonly nameless?: boolean;
  readonly onlyWide?: boolean;
}

/** One fact among the facts below a page's title. */
export const Fact = ({ name, children, nameless = false, onlyWide = false }: FactProps) => (
  <div className={onlyWide ? 'only-wide' : undefined}>
    <dt className={nameless ? 'sr' : undefined}>{name}</dt>
    <dd>{children}</dd>
  </div>
);
