import { DeleteObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { v7 as newKey } from 'uuid';
import type { PresignSettings, S3Location } from '../../config/blobs-setting.ts';
import { connectionReason } from '../../model/connection-reason.ts';

export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface S3Bucket {
  readonly client: S3Client;
  /** Signs links for clients, which may reach the store at another address. Undefined: they get none. */
  readonly signer: S3Client | undefined;
  readonly name: string;
  /** Of every object of ours: empty, or ends with a slash. */
  readonly prefix: string;
  readonly pathOf: (key: string) => string;
  /** Undefined: the object is none of ours. A bucket may be shared. */
  readonly keyOf: (path: string | undefined) => string | undefined;
}

interface BucketOptions {
  /** Default: those of the environment, of the AWS configuration files, or of the machine's role. */
  readonly credentials?: S3Credentials;
  readonly presign?: PresignSettings | undefined;
}

/**
 * The same layout as on disk, `<prefix>/<last two digits of the key>/<key>`, so that blobs move between the two by
 * copying files. Nothing is asked of the bucket yet.
 */
export const openS3Bucket = (
  location: S3Location,
  { credentials, presign }: BucketOptions = {},
): S3Bucket => {
  const prefix = location.prefix === '' ? '' : `${location.prefix}/`;
  const pathOf = (key: string): string => `${prefix}${key.slice(-2)}/${key}`;
  return {
    client: createClient(location, credentials),
    signer:
      presign && createClient({ ...location, endpoint: presign.endpoint ?? location.endpoint }, credentials),
    name: location.bucket,
    prefix,
    pathOf,
    keyOf: (path = '') => {
      const key = path.slice(path.lastIndexOf('/') + 1);
      return key !== '' && path === pathOf(key) ? key : undefined;
    },
  };
};

const createClient = ({ endpoint, region }: S3Location, credentials?: S3Credentials): S3Client =>
  new S3Client({
    // Servers other than Amazon's seldom have a host name for every bucket, and mostly ignore the region.
    ...(endpoint === undefined ? {} : { endpoint, forcePathStyle: true, region: 'us-east-1' }),
    ...(region === undefined ? {} : { region }),
    ...(credentials === undefined ? {} : { credentials }),
    // By default the SDK sends checksums in a trailer, which many other servers refuse. The signature covers a digest.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Where a server does not answer it, every part would wait for seconds.
    expectContinueHeader: false,
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: ANSWER_LIMIT_MS,
      throwOnRequestTimeout: true,
      socketTimeout: IDLE_LIMIT_MS,
      // The server limits its requests itself. The default of 50 would let downloads keep uploads waiting.
      httpAgent: { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY },
      httpsAgent: { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY },
    },
  });

/** From the first byte of a request to the head of its answer. A part of an upload has to be sent in it. */
const ANSWER_LIMIT_MS = 120_000;
/** Also how long a client may stop reading a download before it is cut off. */
const IDLE_LIMIT_MS = 600_000;

/** Why the server cannot keep blobs in this bucket, as one sentence; undefined where it can list, write and delete. */
export const findBucketProblem = async ({
  client,
  name,
  prefix,
  pathOf,
}: S3Bucket): Promise<string | undefined> => {
  const probe = { Bucket: name, Key: pathOf(newKey()) };
  const attempts = [
    ['list', () => client.send(new ListObjectsV2Command({ Bucket: name, Prefix: prefix, MaxKeys: 1 }))],
    [
      'write',
      () => client.send(new PutObjectCommand({ ...probe, Body: 'Written to find out whether it can be.' })),
    ],
    ['delete', () => client.send(new DeleteObjectCommand(probe))],
  ] as const;
  for (const [what, attempt] of attempts)
    try {
      await attempt();
    } catch (error) {
      return `The bucket ${name} in PAWPRINT_BLOBS cannot be used: ${bucketReason(error, what)}.`;
    }
  return undefined;
};

const bucketReason = (error: unknown, what: string): string => {
  const name = error instanceof Error ? error.name : '';
  if (name === 'AccessDenied') return `the credentials give no right to ${what} its objects`;
  return REASONS[name] ?? connectionReason(error);
};

/** By the code in the answer of an S3 server, or the name of the SDK's own error. */
const REASONS: Readonly<Record<string, string>> = {
  NoSuchBucket: 'there is no bucket of this name',
  SignatureDoesNotMatch: 'the credentials are refused; the secret is wrong',
  InvalidAccessKeyId: 'the credentials are refused; the access key is unknown',
  ExpiredToken: 'the credentials are refused; they have expired',
  PermanentRedirect: 'it is in another region; set ?region=',
  AuthorizationHeaderMalformed: 'it is in another region; set ?region=',
  CredentialsProviderError: 'there are no credentials; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
};
