export {
  type Connection,
  type ConnectionOptions,
  type ConnectionState,
  openConnection,
  tieToConnection,
} from './connection.ts';
export { type BrokerAddress } from './connector.ts';
export { type BatchConsumer, type Consuming, consumeBatches } from './consume-batches.ts';
export {
  createPublisher,
  type OutgoingMessage,
  type Publication,
  type PublishChannel,
  type Publisher,
  type Unanswered,
} from './publisher.ts';
export { readTlsFiles, type TlsFiles } from './tls.ts';
