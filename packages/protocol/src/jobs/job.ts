import { CANCEL_OUTCOMES, JOB_FLAGS, JOB_STATES, TRIGGERS } from '@pawprint/core';
import { z } from 'zod';
import { Id, Ms, Person, Time } from '../http/fields.ts';

export const ResourceType = z.enum(['file', 'dataset']);
export const ResourceRef = z
  .object({ type: ResourceType, id: Id, name: z.string() })
  .meta({ id: 'ResourceRef' });
export type ResourceRef = z.infer<typeof ResourceRef>;

export const JobState = z.enum(JOB_STATES).meta({ id: 'JobState' });
export const JobFlag = z.enum(JOB_FLAGS).meta({ id: 'JobFlag' });
export const Trigger = z.enum(TRIGGERS).meta({ id: 'Trigger' });

/** One run of one extractor on one resource, wanted once. */
export const Job = z
  .object({
    id: Id,
    state: JobState,
    flags: z.array(JobFlag),
    extractor: z.string(),
    extractor_version: z.string().nullable(),
    resource: ResourceRef,
    dataset_id: Id.nullable(),
    cause: ResourceRef.nullable(),
    trigger: Trigger,
    submitted_by: Person.nullable(),
    parameters: z.record(z.string(), z.unknown()),
    attempt_count: z.number().int().nonnegative(),
    submitted_at: Time,
    queued_at: Time.nullable(),
    started_at: Time.nullable(),
    finished_at: Time.nullable(),
    last_event_at: Time,
    wait_ms: Ms,
    earlier_ms: Ms,
    retry_ms: Ms,
    run_ms: Ms.nullable(),
    elapsed_ms: Ms,
    progress: z.number().min(0).max(1).nullable(),
    latest: z.object({ kind: z.string(), message: z.string(), at: Time }).nullable(),
    error: z.object({ message: z.string(), attempt: z.number().int() }).nullable(),
    reason: z.string().nullable(),
    cancel: z
      .object({
        requested_by: Person.nullable(),
        requested_at: Time,
        outcome: z.enum(CANCEL_OUTCOMES).nullable(),
      })
      .nullable(),
    resubmit_of: Id.nullable(),
    resubmitted_as: z.array(Id),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;
