import { z } from 'zod';
import { webAddress } from './setting-values.ts';

/** Where uploaded files are kept, in a store that speaks S3. */
export interface S3Location {
  readonly bucket: string;
  /** Without slashes at its ends; empty: files are kept at the top of the bucket. */
  readonly prefix: string;
  /** Undefined: Amazon's. */
  readonly endpoint: string | undefined;
  /** Undefined: that of `AWS_REGION` or of the AWS configuration file. */
  readonly region: string | undefined;
}

/** How clients get links to the bucket, by which downloads do not pass through the server. */
export interface PresignSettings {
  /** Of the same store, where clients reach it. Undefined: that of the location. */
  readonly endpoint: string | undefined;
}

/** Where the bytes of files are kept, and which way they take to clients. */
export const blobsSetting = {
  PAWPRINT_BLOBS: z
    .string()
    .transform((text, context) => parseLocation(text) ?? (context.addIssue('no location in S3'), z.NEVER))
    .optional()
    .meta({
      description:
        'Bucket of a store that speaks S3, in which uploaded files and previews are kept, with `?endpoint=https://host:port` ' +
        'where it is not Amazon’s, and `region`; see docs/blobs.md. Credentials come from AWS_ACCESS_KEY_ID and ' +
        'AWS_SECRET_ACCESS_KEY. Unset: they are kept in the data directory.',
      expected: 'an address like s3://bucket/folder?endpoint=https://s3.example.org&region=eu-central-1',
    }),
  PAWPRINT_BLOBS_PRESIGN: z
    .union([z.enum(['on', 'off']), webAddress])
    .transform(toPresign)
    .prefault('off')
    .meta({
      description:
        'Whether a download is answered with a redirect to the bucket, by a link that is valid for a minute, so that its ' +
        'bytes do not pass through the server. An address is that of the same store, where clients reach it by another ' +
        'one than the server does. See docs/blobs.md.',
      expected: 'on, off or an address like https://s3.example.org; not off only with PAWPRINT_BLOBS',
    }),
};

interface BlobSettings {
  readonly PAWPRINT_BLOBS?: S3Location | undefined;
  readonly PAWPRINT_BLOBS_PRESIGN?: PresignSettings | undefined;
}

export const requireBucket = (
  { PAWPRINT_BLOBS: location, PAWPRINT_BLOBS_PRESIGN: presign }: BlobSettings,
  context: z.RefinementCtx,
): void => {
  if (presign !== undefined && location === undefined)
    context.addIssue({ code: 'custom', path: ['PAWPRINT_BLOBS_PRESIGN'] });
};

function toPresign(value: string): PresignSettings | undefined {
  if (value === 'off') return undefined;
  return { endpoint: value === 'on' ? undefined : value };
}

const parseLocation = (text: string): S3Location | undefined => {
  const [, bucket, prefix = '', query] = LOCATION.exec(text) ?? [];
  const options = OPTIONS.safeParse(Object.fromEntries(new URLSearchParams(query)));
  if (bucket === undefined || !options.success) return undefined;
  const { endpoint, region } = options.data;
  return { bucket, prefix, endpoint, region };
};

/** A bucket as Amazon allows it, and perhaps a path of plain letters in it. */
const LOCATION =
  /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/((?:\w[\w.-]*\/)*\w[\w.-]*)?\/?)?(?:\?(.*))?$/;

const OPTIONS = z.strictObject({
  endpoint: z
    .url({ protocol: /^https?$/ })
    .transform((value) => value.replace(/\/$/, ''))
    .optional(),
  region: z
    .string()
    .regex(/^[\w-]+$/)
    .optional(),
});
