import { type ConfirmChannel, type ConsumeMessage, connect } from 'amqplib';

type Kind = 'start' | 'processing' | 'done';

interface MessageBody {
  readonly id: string;
  readonly job_id: string;
  readonly host: string;
  readonly secretKey: string;
}

/**
 * An extractor as pyClowder is one to the broker. It takes a message at a time, reports the start, and then only what the
 * test has it report.
 */
export const startManualExtractor = async (brokerUrl: string, name: string) => {
  const model = await connect(brokerUrl);
  const channel: ConfirmChannel = await model.createConfirmChannel();
  let current: ConsumeMessage | undefined;
  const held = (): ConsumeMessage => {
    if (current === undefined) throw new Error('no message has come yet');
    return current;
  };
  const bodyOf = ({ content }: ConsumeMessage) => JSON.parse(content.toString()) as MessageBody;
  const report = async (kind: Kind, message: string): Promise<void> => {
    const { id, job_id } = bodyOf(held());
    const type = `StatusMessage.${kind}`;
    const said = { file_id: id, extractor_id: name, job_id, status: `${type}: ${message}` };
    const body = { ...said, start: '2026-11-24T01:53:49-00:00', message_type: type, message };
    channel.sendToQueue(held().properties.replyTo as string, Buffer.from(JSON.stringify(body)));
    await channel.waitForConfirms();
  };
  await channel.assertQueue(name, { durable: true });
  await channel.assertExchange('extractors', 'fanout', { durable: true });
  await channel.prefetch(1);
  const info = { name, version: '1.0', description: '', process: { file: ['*/*'] } };
  const heartbeat = {
    id: '3f0a4a6e-0000-4000-8000-000000000002',
    queue: name,
    owner: '',
    extractor_info: info,
  };
  channel.publish('extractors', '', Buffer.from(JSON.stringify(heartbeat)));
  await channel.consume(name, (message) => {
    if (message === null) return;
    current = message;
    void report('start', 'Started processing.');
  });
  return {
    report,
    async finish() {
      const finished = held();
      await report('done', 'Done processing.');
      channel.ack(finished);
    },
    /** Adds metadata to the file of the message, with its credential. Resolves to the status of the answer. */
    async uploadMetadata(content: object): Promise<number> {
      const { id, host, secretKey } = bodyOf(held());
      const response = await fetch(`${host}/api/files/${id}/metadata.jsonld?key=${secretKey}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ content }),
      });
      await response.arrayBuffer();
      return response.status;
    },
    close: () => model.close(),
  };
};
