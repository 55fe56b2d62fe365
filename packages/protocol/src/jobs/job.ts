import {
  ATTEMPT_OUTCOMES,
  CANCEL_OUTCOMES,
  EVENT_KINDS,
  JOB_FLAGS,
  JOB_STATES,
  LOG_LEVELS,
  MATCHED_BY,
  TRIGGERS,
} from '@pawprint/core';
import { z } from 'zod';
import { Id, Ms, Person, Time } from '../http/fields.ts';
import { JobReason } from './reason.ts';

const ResourceType = z.enum(['file', 'dataset']);
export const ResourceRef = z
  .object({ type: ResourceType, id: Id, name: z.string() })
  .meta({ id: 'ResourceRef' });
export type ResourceRef = z.infer<typeof ResourceRef>;

export const JobState = z.enum(JOB_STATES).meta({ id: 'JobState' });
export const JobFlag = z.enum(JOB_FLAGS).meta({ id: 'JobFlag' });
export const Trigger = z.enum(TRIGGERS).meta({ id: 'Trigger' });

const Count = z.number().int().nonnegative();

/** Log lines that the extractor dropped, since they came faster than the server took them. Errors never are. */
export const LinesDropped = z
  .object({
    by_level: z.partialRecord(z.enum(LOG_LEVELS), z.number().int().min(0).max(1e9)),
    silent_ms: Ms.max(1e12).meta({
      description: 'the longest time for which the server had taken nothing when lines were dropped',
    }),
  })
  .meta({ id: 'LinesDropped' });
export type LinesDropped = z.infer<typeof LinesDropped>;
const ExtractorVersion = z.string().nullable().meta({
  description:
    'as the metadata of the job names it, or else its instance, or else the only version that was live; null where none of these says it. A job has the version of its last attempt',
});
const VersionCandidates = z.array(z.string()).meta({
  description: 'the versions that were live when the attempt started, where `extractor_version` is not known',
});

/** One run of one extractor on one resource, wanted once. */
export const Job = z
  .object({
    id: Id,
    state: JobState,
    flags: z.array(JobFlag),
    extractor: z.string(),
    extractor_version: ExtractorVersion,
    extractor_version_candidates: VersionCandidates,
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
    reason: JobReason.nullable().meta({
      description:
        'why the job is where it is; null only if it is over, and the server did not decide its end',
    }),
    cancel: z
      .object({
        requested_by: Person.nullable(),
        requested_at: Time,
        outcome: z.enum(CANCEL_OUTCOMES).nullable(),
      })
      .nullable(),
    chain: z.array(z.object({ job_id: Id, extractor: z.string() })).meta({
      description:
        'the jobs that led to this one, oldest first: each was set off by what the one before it wrote. Empty for most jobs',
    }),
    resubmit_of: Id.nullable(),
    resubmitted_as: z.array(Id),
    lines_dropped: LinesDropped.nullable(),
    event_counts: z
      .object({ all: Count, extractor: Count, server: Count, errors: Count })
      .meta({ description: 'how many events the job has, and how many each `show` of its list selects' }),
  })
  .meta({ id: 'Job' });
export type Job = z.infer<typeof Job>;

/** What is wrong with the clock of an instance, judged by the times that it reported. */
export const ClockNote = z
  .object({
    cause: z.enum(['clock', 'utc_offset']).meta({
      description:
        '`utc_offset`: the clock is right, but its times name a wrong UTC offset, as those of pyClowder do',
    }),
    offset_ms: z.number().int().meta({ description: 'negative: the reported times are behind' }),
    text: z.string(),
  })
  .meta({ id: 'ClockNote' });
export type ClockNote = z.infer<typeof ClockNote>;

/** One try at a job by one instance. */
export const Attempt = z
  .object({
    number: z.number().int().positive(),
    outcome: z.enum(ATTEMPT_OUTCOMES),
    started_at: Time,
    ended_at: Time.nullable(),
    run_ms: Ms,
    instance_id: z.string().nullable(),
    extractor_version: ExtractorVersion,
    extractor_version_candidates: VersionCandidates,
    error: z.string().nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'Attempt' });
export type Attempt = z.infer<typeof Attempt>;

export const JobWithAttempts = Job.extend({
  attempts: z.array(Attempt),
  clock: ClockNote.nullable().meta({ description: 'of the instance that made the last attempt' }),
}).meta({ id: 'JobWithAttempts' });
export type JobWithAttempts = z.infer<typeof JobWithAttempts>;

/** One recorded fact about a job. `seq` is the order in which the events of all jobs were recorded and are read. */
export const Event = z
  .object({
    seq: z.number().int().positive(),
    number: z.number().int().positive().meta({ description: '1, 2, 3 … within its job; it never changes' }),
    id: Id,
    job_id: Id.nullable(),
    attempt: z.number().int().positive().nullable(),
    kind: z.enum(EVENT_KINDS),
    level: z.enum(LOG_LEVELS).nullable(),
    message: z.string(),
    progress: z.number().min(0).max(1).nullable(),
    received_at: Time,
    reported_at: Time.nullable(),
    reported: z.string().nullable(),
    matched_by: z.enum(MATCHED_BY),
    late: z.boolean(),
    reason: JobReason.nullable().meta({ description: 'of a decision of the server: why, with its numbers' }),
  })
  .meta({ id: 'Event' });
export type Event = z.infer<typeof Event>;

/** All jobs of one extractor on one resource, or on a dataset and its files: a first-level row of the Extractions tab. */
export const ExtractorGroup = z
  .object({
    extractor: z.string(),
    latest_job: Job,
    jobs_total: z.number().int().positive(),
    states: z.partialRecord(JobState, z.number().int().positive()),
    jobs: z.array(Job).max(20).meta({ description: 'newest first; 10 at most where files are included' }),
    next: Id.nullable().meta({
      description:
        'cursor for GET /api/jobs with the same extractor and `resource_id`, or `dataset_id` where files are included',
    }),
  })
  .meta({ id: 'ExtractorGroup' });
export type ExtractorGroup = z.infer<typeof ExtractorGroup>;

export const Extractions = z.object({ extractors: z.array(ExtractorGroup) }).meta({ id: 'Extractions' });
export type Extractions = z.infer<typeof Extractions>;

export const OUTPUT_KINDS = ['metadata', 'preview', 'thumbnail', 'file', 'tag'] as const;

/** Something that a job made. */
export const JobOutput = z
  .object({
    kind: z.enum(OUTPUT_KINDS),
    id: Id,
    name: z.string().meta({ description: 'of a file, a preview or a tag; empty where it has none' }),
    mime: z.string().nullable(),
    size_bytes: z.number().int().nonnegative().nullable(),
    sha256: z.string().nullable().meta({ description: 'of its bytes; null for metadata and tags' }),
    resource: z
      .object({ type: ResourceType, id: Id })
      .nullable()
      .meta({ description: 'what it belongs to; for a file, the file itself' }),
    attempt: z.number().int().positive().nullable().meta({
      description: 'the one its sender named, else the one that ran when it was stored',
    }),
    instance_id: z.string().nullable(),
    extractor_version: z.string().nullable(),
    extractor_version_candidates: z
      .array(z.string())
      .meta({ description: 'the versions that it may be, where it is not known' }),
    is_superseded: z
      .boolean()
      .meta({ description: 'whether an operator marked what this version made as superseded' }),
    created_at: Time,
  })
  .meta({ id: 'JobOutput' });
export type JobOutput = z.infer<typeof JobOutput>;
