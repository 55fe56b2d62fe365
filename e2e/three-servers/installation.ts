import { type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@pawprint/server';
import {
  ADMIN,
  createS3Bucket,
  freePort,
  newDataDir,
  type RabbitCluster,
  removeDataDir,
  S3_OWNER,
  type S3Server,
  type ServerProcess,
  startBalancer,
  startRabbitCluster,
  startS3Server,
  startServerProcess,
} from '@pawprint/testing';
import { onTestFinished } from 'vitest';

export interface Installation {
  /** By way of the balancer. */
  readonly client: Client;
  readonly cluster: RabbitCluster;
  /** The addresses of all its nodes, in a virtual host whose queues are replicated. */
  readonly brokerUrls: string;
  readonly postgres: EmbeddedPostgres;
  readonly s3: S3Server;
  readonly killServer: (index: number) => Promise<void>;
  /** At the same address as before. */
  readonly startServer: (index: number) => Promise<void>;
}

const SERVERS = 3;

/** Three servers behind a balancer, on one database, one bucket and a broker of three nodes, until the test ends. */
export const startInstallation = async (): Promise<Installation> => {
  const [databaseDir, dataDir] = [await newDataDir(), await newDataDir()];
  onTestFinished(async () => {
    await Promise.all([databaseDir, dataDir].map(removeDataDir));
  });
  // One after the other, so that what has started is ended where the next does not start.
  const postgres = await startEmbeddedPostgres({ dataDir: databaseDir });
  onTestFinished(() => postgres.stop());
  const s3 = await startS3Server();
  onTestFinished(() => s3.close());
  const cluster = await startRabbitCluster();
  onTestFinished(() => cluster.close());
  const front = await freePort();
  const brokerUrls = await replicatingHost(cluster);
  const env = {
    DATABASE_URL: postgres.url,
    RABBITMQ_URI: brokerUrls,
    PAWPRINT_BLOBS: `s3://${await createS3Bucket(s3.endpoint)}?endpoint=${s3.endpoint}&region=us-east-1`,
    AWS_ACCESS_KEY_ID: S3_OWNER.accessKeyId,
    AWS_SECRET_ACCESS_KEY: S3_OWNER.secretAccessKey,
    PAWPRINT_PUBLIC_URL: `http://127.0.0.1:${front}`,
    PAWPRINT_TRUSTED_PROXIES: '127.0.0.1',
    PAWPRINT_LEASE_SECONDS: '5',
    PAWPRINT_MAX_STREAMS_PER_CALLER: '2000',
  };
  const ports = await Promise.all(Array.from({ length: SERVERS }, freePort));
  const servers: ServerProcess[] = [];
  onTestFinished(async () => {
    await Promise.all(servers.map((server) => server.kill()));
  });
  const start = async (index: number): Promise<void> => {
    servers[index] = await startServerProcess({ dataDir, port: ports[index] ?? 0, env });
  };
  // The first one prepares the database. A heartbeat is lost if no server consumes yet.
  for (let index = 0; index < SERVERS; index += 1) {
    await start(index);
    await servers[index]?.output.waitFor(/RabbitMQ is connected/);
  }
  const balancer = await startBalancer(front, ports);
  onTestFinished(() => balancer.close());
  return {
    client: createClient({ baseUrl: balancer.url, key: ADMIN.key, parseAnswer }),
    cluster,
    brokerUrls,
    postgres,
    s3,
    killServer: async (index) => servers[index]?.kill(),
    startServer: start,
  };
};

const replicatingHost = async ({ nodes: [node], urls }: RabbitCluster): Promise<string> => {
  await node?.ctl('add_vhost', 'clowder', '--default-queue-type', 'quorum');
  await node?.ctl('set_permissions', '-p', 'clowder', 'guest', '.*', '.*', '.*');
  return urls.replaceAll('%2F', 'clowder');
};
