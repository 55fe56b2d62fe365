import type { DataRight } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, Suspense, useContext, useState } from 'react';
import { isHidden } from '../api/explain.ts';
import { lazyPart } from '../design/on-demand.tsx';
import { useMe } from '../session/session.ts';
import { isOwner, sharingQuery } from './sharing-query.ts';

const NoLongerSharedPage = lazyPart(async () => (await import('./no-longer-shared.tsx')).NoLongerSharedPage);

const ALL: readonly DataRight[] = ['see', 'change', 'submit', 'cancel', 'delete', 'share'];
const NONE: readonly DataRight[] = [];

/** On pages about no single dataset nothing is left out: there the server decides. */
const RightsContext = createContext(ALL);

/** Whether to show what needs this right to the dataset of the page. The server checks it again with every request. */
export const useRight = (right: DataRight): boolean => useContext(RightsContext).includes(right);

/** What others can take away is checked so often. With the time of an answer, a page that outlasts a right stays below 5 s. */
const CHECK_AGAIN_MS = 3_000;

interface RightsProviderProps {
  /** Null after the dataset was deleted: then nothing can be done any more. */
  readonly datasetId: string | null;
  readonly children: ReactNode;
}

/** Gives the page the rights to its dataset, and takes its place while they are lost. */
export const RightsProvider = ({ datasetId, children }: RightsProviderProps) => {
  const me = useMe();
  const { data: sharing, error } = useQuery({
    ...sharingQuery(datasetId ?? ''),
    enabled: datasetId !== null,
    refetchInterval: ({ state: { data, error: refusal } }) =>
      (data ? isOwner(data, me) : isHidden(refusal)) ? false : CHECK_AGAIN_MS,
  });
  const isLost = useIsLost(error);
  // Before anything was shown, the page itself says that it cannot be shown.
  if (isLost && sharing)
    return (
      <Suspense fallback={null}>
        <NoLongerSharedPage sharing={sharing} />
      </Suspense>
    );
  return <RightsContext value={sharing?.rights ?? NONE}>{children}</RightsContext>;
};

/** What was lost stays so until the server gives it again: an answer that does not come says nothing. */
const useIsLost = (error: Error | null): boolean => {
  const [wasLost, setLost] = useState(false);
  const isLost = error === null ? false : wasLost || isHidden(error);
  if (isLost !== wasLost) setLost(isLost);
  return isLost;
};
