import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { insertTags, removeTags, type TaggedBy } from '../store/data/tags.ts';
import { change } from './change.ts';
import { holdResource } from './hold-resource.ts';
import { extractorName } from './metadata-agent.ts';
import { personBehind } from './output.ts';
import type { DataPorts } from './ports.ts';
import type { TaggedRef } from './resource.ts';
import { tagNames } from './tag-names.ts';

export interface Tagging {
  readonly caller: Caller;
  readonly resource: TaggedRef;
  readonly tags: readonly string[];
  /** For whom the caller speaks; not read from a job, which speaks for itself. */
  readonly extractorId?: string | undefined;
}

type Ports = Pick<DataPorts, 'db' | 'admitOutput' | 'now'>;
interface Done {
  readonly done: true;
}

/** The caller may change the resource: that has been asked. */
export const addTags = (ports: Ports, tagging: Tagging): Promise<Done | Refusal> =>
  change(ports, tagging.caller, `tags on ${tagging.resource.name}`, async (trx) => {
    const missing = await holdResource(trx, tagging.resource);
    if (missing) return missing;
    await insertTags(trx, tagging.resource, tagNames(tagging.tags), taggedBy(tagging, ports.now()));
    return { done: true };
  });

/** Removing what is not there succeeds. */
export const dropTags = (ports: Ports, { caller, resource, tags }: Tagging): Promise<Done | Refusal> =>
  change(ports, caller, `tags off ${resource.name}`, async (trx) => {
    await removeTags(trx, resource, tagNames(tags));
    return { done: true };
  });

export const dropAllTags = (
  ports: Ports,
  { caller, resource }: Pick<Tagging, 'caller' | 'resource'>,
): Promise<Done | Refusal> =>
  change(ports, caller, `all tags off ${resource.name}`, async (trx) => {
    await removeTags(trx, resource);
    return { done: true };
  });

const taggedBy = ({ caller, extractorId }: Tagging, at: Date): TaggedBy => ({
  userId: personBehind(caller),
  extractor: caller.kind === 'job' ? caller.extractor : (extractorName(extractorId ?? '') ?? null),
  jobId: caller.kind === 'job' ? caller.jobId : null,
  at,
});
