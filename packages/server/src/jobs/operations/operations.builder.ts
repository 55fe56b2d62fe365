import { sql } from 'kysely';
import { EVERYTHING } from '../../model/grant.ts';
import type { WantedJob } from '../../model/job.ts';
import type { Operation } from '../../model/operation.ts';
import type { Refusal } from '../../model/refusal.ts';
import { readOperation } from '../../store/jobs/operations.ts';
import { aReport, createJobsBench, type JobsBench, WORD_COUNT } from '../jobs.builder.ts';
import { createSubmitOnChange } from '../submit/submit-on-change.ts';
import { type OperationPorts, runOneSliceEach } from './run-operations.ts';
import type { PlannedOperation } from './start-operation.ts';

/** A jobs bench with the parts of operations. */
export interface OperationsBench extends JobsBench {
  readonly ports: OperationPorts;
  /** The jobs whose instances were asked to stop. */
  readonly announced: readonly string[];
  /** Submits a job on a new file, later than all before it, claims it, and reports that it failed. */
  submitFailed(also?: Partial<WantedJob>): Promise<string>;
  /** As many failed jobs as asked for, written at once. Resolves to the ids of all jobs. */
  addFailed(count: number): Promise<string[]>;
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
    grantOf: () => EVERYTHING,
    maxWaiting: 2_000,
    changes: createSubmitOnChange(now, 8),
    wakeBlobSweeper: () => undefined,
    announceCancel: (jobId) => announced.push(jobId),
    onError: (error) => {
      throw error;
    },
    ...also,
  };
  const submitFailed = async (wanted: Partial<WantedJob> = {}): Promise<string> => {
    bench.pass(1);
    const id = await bench.submit({ ...(await bench.addFile()), ...wanted });
    const held = await bench.claim(wanted.extractor ?? WORD_COUNT);
    if (held.jobId !== id) throw new Error('another job was claimed');
    await held.report(aReport('ERROR', { message: 'disk full' }));
    return id;
  };
  return {
    ...bench,
    ports,
    announced,
    submitFailed,
    async addFailed(count) {
      const file = await bench.addFile();
      const first = await submitFailed(file);
      await sql`
        insert into jobs (id, extractor, resource_type, resource_id, resource_name, dataset_id, trigger, submitted_by, state,
          submitted_at, finished_at, last_event_at, last_seq, available_at)
        select gen_random_uuid(), extractor, resource_type, resource_id, resource_name, dataset_id, trigger, submitted_by,
          state, submitted_at, finished_at, last_event_at, -n, available_at
        from jobs, generate_series(1, ${count - 1}::integer) n where id = ${first}::uuid`.execute(db);
      const rows = await db.selectFrom('jobs').select('id').execute();
      return rows.map(({ id }) => id);
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
