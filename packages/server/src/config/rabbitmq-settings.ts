import { parseBrokerUris } from '@pawprint/protocol';
import { z } from 'zod';
import { wholeNumber } from './setting-values.ts';

const pemFile = (description: string, beside = '') =>
  z
    .string()
    .optional()
    .meta({ description, expected: `the path of a PEM file, with amqps:// in RABBITMQ_URI${beside}` });

/** How the broker is reached. */
export const rabbitmqSettings = {
  RABBITMQ_URI: z
    .string()
    .transform((text, context) => parseBrokerUris(text) ?? (context.addIssue('no address'), z.NEVER))
    .optional()
    .meta({
      description:
        'RabbitMQ to reach pyClowder extractors by, the same as theirs; of a cluster the addresses of its nodes, separated ' +
        'by commas. See docs/rabbitmq.md. Unset: extractors are reached over HTTP only.',
      expected:
        'an address like amqp://user:password@host:5672/%2F, or several of one virtual host, separated by commas',
      secret: true,
    }),
  RABBITMQ_CA: pemFile(
    'Certificates of the authorities that may sign the certificate of RabbitMQ. Unset: those that Node.js knows.',
  ),
  RABBITMQ_CERT: pemFile(
    'The client certificate with which the server connects to RabbitMQ. Without user and password in RABBITMQ_URI it also ' +
      'says which user the server is. Unset: none.',
    ' and with RABBITMQ_KEY',
  ),
  RABBITMQ_KEY: pemFile('The private key of RABBITMQ_CERT, without a passphrase.', ' and with RABBITMQ_CERT'),
  RABBITMQ_MANAGEMENT_URL: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        "The HTTP address of RabbitMQ's management plugin, with user and password. With it, queues that are bound to " +
        "Clowder's exchange and belong to no extractor are found; nothing else needs it. Unset: they are not looked for.",
      expected: 'an address like http://user:password@host:15672',
      secret: true,
    }),
  PAWPRINT_DISPATCH_WINDOW: wholeNumber(1, 100_000)
    .optional()
    .meta({
      description:
        'How many jobs of one extractor may wait in RabbitMQ; the others wait in the database, where they can be ' +
        'cancelled and people take turns. Unset: twice its live instances, at least 10.',
      expected: 'a whole number from 1 to 100000',
    }),
};

interface RabbitmqValues {
  readonly RABBITMQ_URI?: readonly string[] | undefined;
  readonly RABBITMQ_CA?: string | undefined;
  readonly RABBITMQ_CERT?: string | undefined;
  readonly RABBITMQ_KEY?: string | undefined;
}

/** A file that would not be used is a mistake: without TLS, passwords would cross the network in clear text. */
export const requireTlsForFiles = (values: RabbitmqValues, context: z.RefinementCtx): void => {
  const isTls = values.RABBITMQ_URI?.[0]?.startsWith('amqps:') ?? false;
  for (const name of ['RABBITMQ_CA', 'RABBITMQ_CERT', 'RABBITMQ_KEY'] as const)
    if (values[name] !== undefined && !isTls) context.addIssue({ code: 'custom', path: [name] });
  const [cert, key] = [values.RABBITMQ_CERT, values.RABBITMQ_KEY];
  if (cert !== undefined && key === undefined) context.addIssue({ code: 'custom', path: ['RABBITMQ_CERT'] });
  if (key !== undefined && cert === undefined) context.addIssue({ code: 'custom', path: ['RABBITMQ_KEY'] });
};
