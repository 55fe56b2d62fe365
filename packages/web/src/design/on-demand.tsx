import { lazyRouteComponent } from '@tanstack/react-router';
import { type ComponentType, createElement, lazy, type ReactNode, Suspense, useState } from 'react';
import { waitForServer } from '../api/server-reachable.ts';

/**
 * A part of a page whose code loads when it is first rendered; where a newer server no longer has that code, the page
 * loads again. The router's component alone would make React warn: it waits for another promise each time it renders.
 */
export const lazyPart = <P extends object>(
  load: () => Promise<(props: P) => ReactNode>,
): ComponentType<P> => {
  const Part = lazyRouteComponent(async () => ({ default: await loadFromServer(load) }));
  return lazy(async () => {
    await Part.preload?.();
    return { default: Part };
  });
};

/** Fails only while the server answers: the page that loads again without it would be the browser's own, of an error. */
const loadFromServer = async <Code,>(load: () => Promise<Code>): Promise<Code> => {
  try {
    return await load();
  } catch (error) {
    await waitForServer();
    throw error;
  }
};

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
