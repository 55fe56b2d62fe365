import { type RabbitBroker, startRabbitBroker } from '@pawprint/testing';
import { type ConfirmChannel, connect } from 'amqplib';
import { Client as Postgres } from 'pg';
import { type BenchServer, withBenchServer } from './bench-server.ts';

export const FLEET = 'bench.fleet';

/** Flags of the broker's Erlang VM: as RabbitMQ's scripts have them, and as `docs/rabbitmq.md` advises. */
export const AS_IT_COMES = '';
export const AS_ADVISED = '+S 1:1 +hmbs 4000000';

export interface BrokerBench {
  readonly server: BenchServer;
  readonly broker: RabbitBroker;
  readonly postgres: Postgres;
  readonly channel: ConfirmChannel;
  /** Where the server reads reports. */
  readonly replyQueue: string;
  /** Runs something while the server cannot reach the broker. */
  whileAway<Result>(work: () => Promise<Result>): Promise<Result>;
}

const HEARTBEAT = {
  id: '3f0a4a6e-0000-4000-8000-000000000001',
  queue: FLEET,
  owner: '',
  extractor_info: { name: FLEET, version: '1.0', description: 'bench', process: { file: ['*/*'] } },
};

/** Registers an extractor: declares its queue, and sends a heartbeat until the server has recorded it. */
const announceFleet = async (channel: ConfirmChannel, { client }: BenchServer): Promise<void> => {
  await channel.assertQueue(FLEET, { durable: true });
  await channel.assertExchange('extractors', 'fanout', { durable: true });
  for (;;) {
    channel.publish('extractors', '', Buffer.from(JSON.stringify(HEARTBEAT)));
    await channel.waitForConfirms();
    const known = await client.call('showExtractor', { params: { name: FLEET } }).catch(() => null);
    if (known) return;
  }
};

const replyQueueOf = async (postgres: Postgres): Promise<string> => {
  const { rows } = await postgres.query<{ value: string }>(
    "select value from instance_settings where name = 'broker_name'",
  );
  return `pawprint.${rows[0]?.value}.replies`;
};

interface BrokerBenchOptions {
  /** Default: those that docs/rabbitmq.md advises. */
  readonly erlangArguments?: string;
  /** Environment variables of the server. */
  readonly settings?: Readonly<Record<string, string>>;
}

const SERVER_USER = 'server';

/** The server's address for the broker, with a user of its own, which identifies its connections. */
const admitServer = async (broker: RabbitBroker): Promise<string> => {
  await broker.ctl('add_user', SERVER_USER, SERVER_USER);
  await broker.ctl('set_permissions', SERVER_USER, '.*', '.*', '.*');
  const url = new URL(broker.url);
  url.username = SERVER_USER;
  url.password = SERVER_USER;
  return url.href;
};

/** Makes the broker close and refuse the server's connections. A proxy would use processor time of its own. */
const shutOutServer = async (broker: RabbitBroker): Promise<void> => {
  await broker.evaluate('rabbit_maintenance:suspend_all_client_listeners()');
  await broker.evaluate(`[rabbit_networking:close_connection(Pid, "away") ||
    [{pid, Pid}, {user, <<"${SERVER_USER}">>}] <- rabbit_networking:connection_info_all([pid, user])]`);
};

const admitAgain = async (broker: RabbitBroker): Promise<void> =>
  void (await broker.evaluate('rabbit_maintenance:resume_all_client_listeners()'));

const awayFrom =
  (broker: RabbitBroker): BrokerBench['whileAway'] =>
  async (act) => {
    await shutOutServer(broker);
    const result = await act();
    await admitAgain(broker);
    return result;
  };

/** A server with a broker of its own, which can refuse the server's connections. */
export const withBrokerBench = async (
  work: (bench: BrokerBench) => Promise<void>,
  { erlangArguments = AS_ADVISED, settings = {} }: BrokerBenchOptions = {},
): Promise<void> => {
  const broker = await startRabbitBroker({ erlangArguments });
  const model = await connect(broker.url);
  try {
    await withBenchServer(
      async (server) => {
        const postgres = new Postgres(server.databaseUrl);
        await postgres.connect();
        try {
          const channel = await model.createConfirmChannel();
          await announceFleet(channel, server);
          const replyQueue = await replyQueueOf(postgres);
          await work({ server, broker, postgres, channel, replyQueue, whileAway: awayFrom(broker) });
        } finally {
          await postgres.end();
        }
      },
      { RABBITMQ_URI: await admitServer(broker), ...settings },
    );
  } finally {
    await model.close();
    await broker.close();
  }
};
