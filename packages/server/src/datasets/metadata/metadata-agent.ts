import type { Caller, JobCaller, UserCaller } from '../../model/caller.ts';
import type { ClaimedAgent, MetadataAgent } from '../../model/metadata.ts';
import { storableText } from '../../model/storable.ts';

export interface Attribution {
  readonly agent: MetadataAgent;
  readonly extractor: string | null;
}

/**
 * The author of a document. A job is known by its credential, whatever the document says. A person with an API key can
 * act for an extractor, as extractors of Clowder v1 do; the document then names both.
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

/** The caller with the version that the document names: of several versions that are live, only that says which it is. */
export const withNamedVersion = (caller: Caller, claimed: ClaimedAgent | undefined): Caller => {
  if (caller.kind === 'user' || claimed === undefined) return caller;
  const [extractor, version] = [claimedExtractor(claimed), claimedVersion(claimed)];
  const isItself = extractor !== undefined && isNameOf(extractor, caller.extractor);
  return isItself && version !== undefined ? { ...caller, extractorVersion: version } : caller;
};

/** The last part of `…extractors/<name>/<version>`, or else the version that stands for itself. */
const claimedVersion = ({ extractor_id, version }: ClaimedAgent): string | undefined => {
  const named = /extractors\/[^/?#]+\/([^/?#]+)/.exec(extractor_id ?? '')?.[1];
  const text = storableText(named === undefined ? (version ?? '') : decoded(named));
  return text.length > 0 && text.length <= LONGEST_VERSION ? text : undefined;
};

const LONGEST_VERSION = 64;

/** A private extractor is registered as `private.<key>.<name>`, and does not know that. */
const isNameOf = (name: string, registered: string): boolean =>
  name === registered || (registered.startsWith('private.') && registered.endsWith(`.${name}`));

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

/** The name in `…extractors/<name>/<version>`; or the whole text, if it is a name and no URL. */
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
