/** What an output is made from: the path of a file, which is streamed and never held in memory, or the bytes. */
export type OutputSource = string | Uint8Array;

export type JsonLdContext = string | Record<string, unknown> | unknown[];
export type MetadataContent = Readonly<Record<string, unknown>> | readonly unknown[];

export interface FileDetails {
  /** The name people see and download it under. */
  readonly filename: string;
  /** MIME type, e.g. `image/webp`. */
  readonly contentType: string;
}

export interface PreviewDetails extends FileDetails {
  /** Shown above the preview. Default: none. */
  readonly title?: string;
  /** Facts about the preview, e.g. its width. Default: none. */
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface NewFileDetails extends FileDetails {
  /** Whether extractors run on the new file. Default: true. */
  readonly extract?: boolean;
}

/**
 * Where a job's outputs go: a server, or a test's memory. Each is named by its kind and how many of that kind the
 * attempt had made before, so the same call repeated, or made again in a later attempt, replaces and never doubles.
 */
export interface Outputs {
  readonly metadata: (content: MetadataContent, context: JsonLdContext | undefined) => Promise<void>;
  /** Resolves to the preview's id. */
  readonly preview: (source: OutputSource, details: PreviewDetails) => Promise<string>;
  /** Resolves to the thumbnail's id. */
  readonly thumbnail: (source: OutputSource, details: FileDetails) => Promise<string>;
  /** Resolves to the file's id. */
  readonly file: (source: OutputSource, details: NewFileDetails) => Promise<string>;
  readonly tags: (tags: readonly string[]) => Promise<void>;
}

/** How outputs are written for the server that stores them. */
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
