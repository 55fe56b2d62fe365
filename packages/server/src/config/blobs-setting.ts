import { z } from 'zod';

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

/** Where the bytes of files are kept. */
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
};

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
