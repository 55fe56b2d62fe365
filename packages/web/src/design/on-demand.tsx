import { type ComponentType, createElement, lazy, Suspense, useState } from 'react';

interface Openable {
  readonly opened: boolean;
}

/**
 * A dialog whose code loads when it is first opened. It stays mounted from then on, so that it can return the focus when
 * it closes.
 */
export const onDemand = <P extends Openable>(load: () => Promise<ComponentType<P>>): ComponentType<P> => {
  const Dialog: ComponentType<P> = lazy(async () => ({ default: await load() }));
  return (props) => {
    const [isMounted, setMounted] = useState(props.opened);
    if (props.opened && !isMounted) setMounted(true);
    return isMounted ? <Suspense fallback={null}>{createElement(Dialog, props)}</Suspense> : null;
  };
};
