import { type ComponentType, createElement, lazy, Suspense, useState } from 'react';

interface Openable {
  readonly opened: boolean;
}

/**
 * A dialog whose code comes when it is first opened. From then on it stays, so that it can close by itself and give
 * the focus back.
 */
export const onDemand = <P extends Openable>(load: () => Promise<ComponentType<P>>): ComponentType<P> => {
  const Dialog: ComponentType<P> = lazy(async () => ({ default: await load() }));
  return (props) => {
    const [wanted, want] = useState(props.opened);
    if (props.opened && !wanted) want(true);
    return wanted ? <Suspense fallback={null}>{createElement(Dialog, props)}</Suspense> : null;
  };
};
