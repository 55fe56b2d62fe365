import type { BrokerAddress } from '@pawprint/amqp';
import type { Instant } from '@pawprint/core';
import { z } from 'zod';
import type { Database } from '../../store/database.ts';
import {
  readUnregistered,
  removeUnregistered,
  withoutExtractor,
  writeUnregistered,
} from '../../store/extractors/unregistered-extractors.ts';

interface BindingPorts {
  readonly db: Database;
  readonly now: () => Instant;
  /** Its addresses name the virtual host. */
  readonly broker: BrokerAddress;
  /** The management plugin's HTTP address, with user and password. */
  readonly managementUrl: string;
}

/**
 * Records queues that are bound to Clowder's exchange and belong to no extractor: Clowder v1 sends to them, and Pawprint
 * cannot, since it does not know what they are for. AMQP itself does not tell which queues are bound.
 */
export const recordBoundQueues = async ({ db, now, broker, managementUrl }: BindingPorts): Promise<void> => {
  const bound = await readBoundQueues(broker, managementUrl);
  const unregistered = await withoutExtractor(db, bound);
  for (const name of unregistered)
    await writeUnregistered(db, { name, source: 'binding', info: null }, now());
  const gone = (await readUnregistered(db))
    .filter(({ name, source }) => source === 'binding' && !unregistered.includes(name))
    .map(({ name }) => name);
  await db.transaction().execute((trx) => removeUnregistered(trx, gone));
};

const Bindings = z.array(z.object({ destination: z.string(), destination_type: z.string() }).loose());

/** The topic exchange to which extractors of Clowder v1 bind their queues. */
const CLOWDER_EXCHANGE = 'clowder';
const ANSWER_LIMIT_MS = 10_000;

const readBoundQueues = async (
  { uris: [uri = ''] }: BrokerAddress,
  managementUrl: string,
): Promise<string[]> => {
  const { username, password, origin, pathname } = new URL(managementUrl);
  const host = new URL(uri).pathname.slice(1) || '%2F';
  const base = `${origin}${pathname.replace(/\/$/, '')}`;
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  const answer = await fetch(`${base}/api/exchanges/${host}/${CLOWDER_EXCHANGE}/bindings/source`, {
    headers: { authorization: `Basic ${Buffer.from(credentials).toString('base64')}` },
    signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
  });
  if (answer.status === 404) return [];
  if (!answer.ok)
    throw new Error(`RabbitMQ's management plugin answered ${answer.status} to a request for bindings.`);
  const bindings = Bindings.parse(await answer.json());
  return [
    ...new Set(
      bindings.filter((each) => each.destination_type === 'queue').map(({ destination }) => destination),
    ),
  ];
};
