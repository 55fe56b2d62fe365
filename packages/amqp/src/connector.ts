import { TimeLimitError, withTimeLimit } from '@pawprint/async';
import { type ChannelModel, connect, credentials } from 'amqplib';
import { explainTlsError, namesNobody, readTlsFiles, type TlsFiles } from './tls.ts';

/** Where the broker is, and by which files both sides prove over TLS who they are. */
export interface BrokerAddress {
  /** Of each of its nodes one, such as `amqp://user:password@broker:5672/%2f`, tried in turn. At least one. */
  readonly uris: readonly string[];
  readonly tls?: TlsFiles | undefined;
}

export interface Connector {
  /**
   * Tries to connect to the next of the broker's addresses. A try that hangs for 1.5 s rejects, but goes on beside the tries that follow; the first that
   * succeeds wins. A broker that vanished without a word leaves a try hanging that its return does not end, and a busy
   * broker may need longer than 1.5 s: together they are connected to soon after they answer.
   */
  readonly connect: () => Promise<ChannelModel>;
  /** Closes what is connected from now on. */
  readonly stop: () => void;
}

const HANGING_MS = 1_500;
const CONNECT_LIMIT_MS = 10_000;

export const createConnector = ({ uris, tls = {} }: BrokerAddress, name: string): Connector => {
  let tries = 0;
  /** Also those that have succeeded and are not used yet. */
  const underWay = new Set<Promise<ChannelModel>>();
  let isStopped = false;
  const start = (): Promise<ChannelModel> => {
    const attempt = connectTo(uris[tries % uris.length] ?? '', tls, name);
    tries += 1;
    const forget = (): void => void underWay.delete(attempt);
    underWay.add(attempt);
    attempt.then((model) => {
      // A connection has no listener before it is used: one that breaks would end the process.
      model.on('error', () => undefined);
      model.once('close', forget);
    }, forget);
    return attempt;
  };
  const closeOthers = (winner: ChannelModel): void => {
    for (const attempt of underWay)
      void attempt.then((model) => model !== winner && close(model)).catch(() => undefined);
    underWay.clear();
  };
  return {
    async connect() {
      const hanging = [...underWay].map(orNever);
      const first = Promise.race([...hanging, start()]);
      const model = await withTimeLimit(first, HANGING_MS).catch((error: unknown) => {
        throw error instanceof TimeLimitError ? new Error('the broker does not answer') : error;
      });
      closeOthers(model);
      if (isStopped) close(model);
      return model;
    },
    stop() {
      isStopped = true;
      for (const attempt of underWay) void attempt.then(close, () => undefined);
    },
  };
};

/** The files are read for every connection: a certificate that was renewed meanwhile is used. */
const connectTo = async (uri: string, tls: TlsFiles, name: string): Promise<ChannelModel> => {
  const options = { clientProperties: { connection_name: name }, timeout: CONNECT_LIMIT_MS };
  const files = await readTlsFiles(tls);
  const proof = files.cert !== undefined && namesNobody(uri) ? { credentials: credentials.external() } : {};
  return connect(uri, { ...options, ...files, ...proof }).catch((error: unknown) => {
    throw explainTlsError(error);
  });
};

const close = (model: ChannelModel): void => void model.close().catch(() => undefined);

/** Resolves as the promise does. Its rejection is left to whoever started it. */
const orNever = <Value>(promise: Promise<Value>): Promise<Value> =>
  new Promise((resolve) => {
    promise.then(resolve, () => undefined);
  });
