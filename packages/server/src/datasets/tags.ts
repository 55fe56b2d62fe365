import type { Instant } from '@pawprint/core';
import { change } from '../access/change-as.ts';
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
  /** For whom the caller speaks; not read from a job, which speaks for itself. */
  readonly extractorId?: string | undefined;
}

type Ports = Pick<DatasetPorts, 'db' | 'admitOutput' | 'now'>;
interface Done {
  readonly done: true;
}

/** The caller may change the resource: that has been asked. */
export const addTags = (ports: Ports, tagging: Tagging): Promise<Done | Refusal> =>
  change(ports, tagging.caller, `tags on ${tagging.resource.name}`, async (trx) => {
    const missing = await lockResource(trx, tagging.resource);
    if (missing) return missing;
    await insertTags(trx, tagging.resource, tagNames(tagging.tags), taggedBy(tagging, ports.now()));
    return { done: true };
  });

/** Removing what is not there succeeds. */
export const deleteTags = (ports: Ports, { caller, resource, tags }: Tagging): Promise<Done | Refusal> =>
  change(ports, caller, `tags off ${resource.name}`, async (trx) => {
    await removeTags(trx, resource, tagNames(tags));
    return { done: true };
  });

export const deleteAllTags = (
  ports: Ports,
  { caller, resource }: Pick<Tagging, 'caller' | 'resource'>,
): Promise<Done | Refusal> =>
  change(ports, caller, `all tags off ${resource.name}`, async (trx) => {
    await removeTags(trx, resource);
    return { done: true };
  });

const taggedBy = ({ caller, extractorId }: Tagging, at: Instant): TaggedBy => ({
  userId: responsibleUser(caller),
  extractor: caller.kind === 'job' ? caller.extractor : (extractorName(extractorId ?? '') ?? null),
  jobId: caller.kind === 'job' ? caller.jobId : null,
  at,
});
