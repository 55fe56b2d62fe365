import type { Job } from '@pawprint/protocol';
import { createContext, useContext } from 'react';

/** What a row can ask for. */
export interface TreeActions {
  readonly toggle: (key: string) => void;
  /** The job that was just asked for here: its row takes the focus. */
  readonly fresh: string | null;
  readonly forgetFresh: () => void;
  readonly onChanged: (job: Job) => void;
  readonly onResubmitted: (job: Job) => void;
  readonly loadOlderJobs: (extractor: string) => void;
  /** The extractor whose older jobs are on their way. */
  readonly loadingOlder: string | null;
  readonly olderError: Error | null;
  readonly loadOlderLines: (jobId: string) => Promise<void>;
  readonly askAgain: (jobId: string) => void;
}

const Context = createContext<TreeActions | null>(null);

export const TreeContext = Context.Provider;

export const useTreeActions = (): TreeActions => {
  const actions = useContext(Context);
  if (!actions) throw new Error('A row of the Extractions tab stands outside of it.');
  return actions;
};
