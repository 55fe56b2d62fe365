import type { Instant } from '@pawprint/core';
import { change } from '../access/change.ts';
import { type Caller, responsibleUser } from '../model/caller.ts';
import type { Refusal } from '../model/refusal.ts';
import type { TaggedRef } from '../model/resource.ts';
import { type TaggedBy, tagNames } from '../model/tag.ts';
import { lockResource } from '../store/datasets/resources.ts';
import { insertTags, removeTags } from '../store/datasets/tags.ts';
import { extractorName } from './metadata/metadata-agent.ts';
import type { DatasetPorts } from './ports.ts';

export interface Tagging {
  readonly caller: Caller;
  readonly resource: TaggedRef;
  readonly tags: readonly string[];
  /** The extractor on whose behalf a person sends the tags. Ignored for a job, whose extractor is known. */
  readonly extractorId?: string | undefined;
}

type Ports = Pick<DatasetPorts, 'db' | 'admitOutput' | 'now'>;

interface Done {
  readonly done: true;
}

/** The right to change the resource must have been checked already. */
export const addTags = (ports: Ports, tagging: Tagging): Promise<Done | Refusal> =>
  change(ports, tagging.caller, `tags on ${tagging.resource.name}`, async (trx) => {
    const missing = await lockResource(trx, tagging.resource);
    if (missing) return missing;
    await insertTags(trx, tagging.resource, tagNames(tagging.tags), taggedBy(tagging, ports.now()));
    return { done: true };
  });

const taggedBy = ({ caller, extractorId }: Tagging, at: Instant): TaggedBy => ({
  userId: responsibleUser(caller),
  extractor: caller.kind === 'job' ? caller.extractor : (extractorName(extractorId ?? '') ?? null),
  jobId: caller.kind === 'job' ? caller.jobId : null,
  at,
});

/** Succeeds too if the resource does not have these tags. The right to change it must have been checked already. */
export const deleteTags = (ports: Ports, { caller, resource, tags }: Tagging): Promise<Done | Refusal> =>
  change(ports, caller, `tags off ${resource.name}`, async (trx) => {
    await removeTags(trx, resource, tagNames(tags));
    return { done: true };
  });

/** The right to change the resource must have been checked already. */
export const deleteAllTags = (
  ports: Ports,
  { caller, resource }: Pick<Tagging, 'caller' | 'resource'>,
): Promise<Done | Refusal> =>
  change(ports, caller, `all tags off ${resource.name}`, async (trx) => {
    await removeTags(trx, resource);
    return { done: true };
  });
