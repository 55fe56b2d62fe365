import type { JsonLdContext, MetadataContent } from './outputs.ts';

/** How outputs are put for the server that takes them. */
export interface OutputWording {
  /** The body that attaches metadata to the job's resource. */
  readonly metadata: (
    content: MetadataContent,
    context: JsonLdContext | undefined,
  ) => { readonly content: Record<string, unknown> } & Record<string, unknown>;
  readonly previewMetadata: (facts: Readonly<Record<string, unknown>>) => Record<string, unknown>;
}

/** For servers that know from the credential whose output it is. */
export const PLAIN_WORDING: OutputWording = {
  metadata: (content, context) => ({
    content: content as Record<string, unknown>,
    ...(context && { '@context': context }),
  }),
  previewMetadata: (facts) => facts,
};
