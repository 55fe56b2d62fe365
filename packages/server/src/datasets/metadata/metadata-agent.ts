import type { Caller, JobCaller, UserCaller } from '../../model/caller.ts';
import type { ClaimedAgent, MetadataAgent } from '../../model/metadata.ts';
import { storableText } from '../../model/storable.ts';

export interface Attribution {
  readonly agent: MetadataAgent;
  readonly extractor: string | null;
}

/**
 * Who a document is by. A job credential says that by itself, and better than the document could. Someone with an API
 * key may speak for an extractor, as Clowder's extractors do: the document is then by both.
 */
export const attribute = (
  caller: Caller,
  claimed: ClaimedAgent | undefined,
  publicUrl: string,
): Attribution => {
  if (caller.kind === 'job') return byJob(caller, publicUrl);
  const extractor = claimed && claimedExtractor(claimed);
  return claimed && extractor
    ? byExtractor(caller, claimed, extractor, publicUrl)
    : byUser(caller, publicUrl);
};

const byJob = ({ extractor, extractorVersion: version }: JobCaller, publicUrl: string): Attribution => {
  const path = [extractor, ...(version === null ? [] : [version])].map(encodeURIComponent).join('/');
  const agent = {
    '@type': 'cat:extractor',
    extractor_id: `${publicUrl}/api/extractors/${path}`,
    name: extractor,
    ...(version === null ? {} : { version }),
  } as const;
  return { agent, extractor };
};

const userUrl = ({ id }: UserCaller, publicUrl: string): string =>
  `${publicUrl}/api/users/${encodeURIComponent(id)}`;

const byUser = (caller: UserCaller, publicUrl: string): Attribution => ({
  agent: { '@type': 'cat:user', user_id: userUrl(caller, publicUrl), name: caller.name },
  extractor: null,
});

const byExtractor = (
  caller: UserCaller,
  { name, extractor_id, version }: ClaimedAgent,
  extractor: string,
  publicUrl: string,
): Attribution => ({
  agent: {
    '@type': 'cat:extractor',
    name: storableText(name ?? extractor),
    ...(extractor_id === undefined ? {} : { extractor_id: storableText(extractor_id) }),
    ...(version === undefined ? {} : { version: storableText(version) }),
    user_id: userUrl(caller, publicUrl),
  },
  extractor,
});

const claimedExtractor = (claimed: ClaimedAgent): string | undefined =>
  /(^|:)extractor$/.test(claimed['@type']) && claimed.extractor_id !== undefined
    ? extractorName(claimed.extractor_id)
    : undefined;

/** Out of `…extractors/<name>/<version>`, however it begins; or what was sent, if it is no address but a name. */
export const extractorName = (extractorId: string): string | undefined => {
  const name =
    /extractors\/([^/?#]+)/.exec(extractorId)?.[1] ?? (/^[^/\s]+$/.test(extractorId) ? extractorId : '');
  return name === '' ? undefined : storableText(decoded(name));
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
