import type { ExtractorInfo } from '../extractors/extractor.ts';

/** What an extractor publishes to the exchange `extractors` at its start and then at every interval. */
export interface HeartbeatBody {
  /** Of the process. */
  readonly id: string;
  readonly queue: string;
  /** E-mail of a private extractor's owner, else empty. */
  readonly owner: string;
  readonly extractor_info: ExtractorInfo;
}

export interface HeartbeatFacts {
  readonly instanceId: string;
  readonly queue: string;
  readonly info: ExtractorInfo;
  /** Of a private extractor. */
  readonly owned?: { readonly key: string; readonly email: string } | undefined;
}

/** Clowder v1 takes no extractor without `contexts`, and its catalogue breaks on any that are no list. */
export const heartbeatBody = ({ instanceId, queue, info, owned }: HeartbeatFacts): HeartbeatBody => ({
  id: instanceId,
  queue,
  owner: owned?.email ?? '',
  extractor_info: { ...info, contexts: info.contexts ?? [], ...(owned && { unique_key: owned.key }) },
});
