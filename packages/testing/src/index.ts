export { type Authority, createAuthority } from './authority.ts';
export { type BoundProcess, type Program, startBoundProcess } from './bound-process.ts';
export { type BrokerTrace, traceMessages } from './broker-trace.ts';
export { type CuttableProxy, createCuttableProxy } from './cuttable-proxy.ts';
export { type ExtractorProcess, startExtractorProcess } from './extractor-process.ts';
export { allEnded, followUntil } from './follow-until.ts';
export { freePort } from './free-port.ts';
export { createGate, type Gate } from './gate.ts';
export { type Balancer, type DatabaseFront, startBalancer, startDatabaseFront } from './haproxy.ts';
export {
  type Identity,
  type IdentityProvider,
  startIdentityProvider,
  visitProvider,
} from './identity-provider.ts';
export { type LineReader, readLines } from './line-reader.ts';
export { type PgBouncer, startPgBouncer } from './pgbouncer.ts';
export { queryRows } from './postgres-query.ts';
export {
  type PyclowderInstance,
  type PyclowderMessage,
  startPyclowderInstance,
} from './pyclowder-instance.ts';
export {
  type RabbitBroker,
  type RabbitCluster,
  startRabbitBroker,
  startRabbitCluster,
} from './rabbitmq-broker.ts';
export { RECORDINGS, type Recording, type RecordingName, readRecording } from './recordings.ts';
export { createS3Bucket, sharedS3Endpoint } from './s3/s3-bucket.ts';
export { S3_OWNER, S3_STRANGER, type S3Server, startS3Server } from './s3/s3-server.ts';
export {
  ADMIN,
  newDataDir,
  removeDataDir,
  type ServerProcess,
  type ServerProcessOptions,
  startServerProcess,
} from './server-process.ts';
export { createSignal, type Signal } from './signal.ts';
export { createStallingRequests, type StallingRequests } from './stalling-requests.ts';
export { copyStartedDataDir } from './started-data-dir.ts';
export { createTestDatabase, type TestDatabase } from './test-database.ts';
export { startTestServer, type TestServer } from './test-server.ts';
export { createDatasetWith, type NewFile } from './uploads.ts';
export { createVirtualHost, type VirtualHost } from './virtual-host.ts';
export { type RabbitPermissions } from './virtual-hosts.ts';
export { type HealthWatch, type LongestAnswer, watchHealth } from './watch-health.ts';
