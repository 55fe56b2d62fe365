import type { UserCaller } from '../../model/caller.ts';
import type { WantedJob } from '../../model/job.ts';
import type { Operation } from '../../model/operation.ts';
import type { Refusal } from '../../model/refusal.ts';
import { readOperation } from '../../store/jobs/operations.ts';
import { ANA, aReport, createJobsBench, type JobsBench, WORD_COUNT } from '../jobs.builder.ts';
import { type OperationPorts, runOneSliceEach } from './run-operations.ts';
import type { PlannedOperation } from './start-operation.ts';

export const ANA_CALLING: UserCaller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'user' };

/** A jobs bench with the parts of operations. */
export interface OperationsBench extends JobsBench {
  readonly ports: OperationPorts;
  /** The jobs whose instances were asked to stop. */
  readonly announced: readonly string[];
  /** Submits a job on a new file, claims it, and reports that it failed. */
  submitFailed(also?: Partial<WantedJob>): Promise<string>;
  start(planned: PlannedOperation | Refusal): Promise<string>;
  operation(id: string): Promise<Operation>;
  /** Carries out slices until no operation has one. */
  finish(): Promise<void>;
}

export const createOperationsBench = async (
  also: Partial<OperationPorts> = {},
  extractors?: readonly string[],
): Promise<OperationsBench> => {
  const bench = await createJobsBench(extractors);
  const { db, now } = bench;
  const announced: string[] = [];
  const ports: OperationPorts = {
    db,
    now,
    hasRight: async () => true,
    announceCancel: (jobId) => announced.push(jobId),
    onError: (error) => {
      throw error;
    },
    ...also,
  };
  return {
    ...bench,
    ports,
    announced,
    async submitFailed(wanted) {
      const id = await bench.submit({ ...(await bench.addFile()), ...wanted });
      const held = await bench.claim(wanted?.extractor ?? WORD_COUNT);
      if (held.jobId !== id) throw new Error('another job was claimed');
      await held.report(aReport('ERROR', { message: 'disk full' }));
      return id;
    },
    async start(planned) {
      if ('refused' in planned) throw new Error(planned.message);
      return planned.start();
    },
    async operation(id) {
      const operation = await readOperation(db, id);
      if (operation === undefined) throw new Error(`there is no operation ${id}`);
      return operation;
    },
    async finish() {
      while (await runOneSliceEach(ports));
    },
  };
};
