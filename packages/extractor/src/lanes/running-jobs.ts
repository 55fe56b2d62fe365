import { CancelledError, type StopReason } from '../job/stop-reason.ts';

type Stop = (reason: StopReason) => void;

/** The jobs that run in this process, to be cancelled by id. One runs twice where its message was sent twice. */
export interface RunningJobs {
  /** Returns a function that removes the job: call it at the job's end. */
  readonly add: (jobId: string, stop: Stop) => () => void;
  readonly cancel: (jobId: string) => void;
}

export const createRunningJobs = (): RunningJobs => {
  const running = new Map<Stop, string>();
  return {
    add(jobId, stop) {
      running.set(stop, jobId);
      return () => void running.delete(stop);
    },
    cancel(jobId) {
      for (const [stop, id] of running) if (id === jobId) stop(new CancelledError());
    },
  };
};
