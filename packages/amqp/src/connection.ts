import { Socket } from 'node:net';
import { type Backoff, backoffMs, sleep, withTimeLimit } from '@pawprint/async';
import type { Channel, ChannelModel } from 'amqplib';
import { type BrokerAddress, createConnector } from './connector.ts';

export type ConnectionState =
  /** No try to connect has succeeded or failed yet. */
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  /** The broker takes no messages for now, since its memory or disk is low. It still delivers. */
  | { readonly state: 'blocked'; readonly reason: string }
  | { readonly state: 'away'; readonly reason: string };

export interface ConnectionOptions {
  readonly broker: BrokerAddress;
  /** Shown to the broker's operators. */
  readonly name: string;
  /** Seconds between two heartbeats, where an address does not say. Default: what the broker proposes, usually 60. */
  readonly heartbeatSeconds?: number;
  /**
   * Opens channels and starts consumers. It runs after every connect, since none of them outlives its connection. One
   * that does not end within 10 s counts as failed.
   */
  readonly setup: (model: ChannelModel) => Promise<void>;
  /** Called when one state follows another; not when only the reason differs, as with each failed try to connect. */
  readonly onState?: (next: ConnectionState, previous: ConnectionState) => void;
}

export interface Connection {
  readonly state: () => ConnectionState;
  /** Runs something on a channel of its own, which is closed afterwards. Undefined where there is no connection. */
  readonly withChannel: <Result>(run: (channel: Channel) => Promise<Result>) => Promise<Result | undefined>;
  /** Closes the connection for good. A broker that does not answer within 2 s is not waited for. */
  readonly close: () => Promise<void>;
}

/** Short, so that the connection is back within 3 s of the broker's return, however long the broker was away. */
const BACKOFF: Backoff = { firstMs: 200, longestMs: 1_000 };
const SETUP_LIMIT_MS = 10_000;
const CLOSE_LIMIT_MS = 2_000;

const withHeartbeat = (uri: string, seconds: number | undefined): string => {
  const url = new URL(uri);
  if (seconds === undefined || url.searchParams.has('heartbeat')) return uri;
  url.searchParams.set('heartbeat', String(seconds));
  return url.toString();
};

/**
 * Opens a connection that is made again whenever it breaks, for as long as it takes, to the next of the
 * broker's addresses, with jittered pauses of at most 1 s. It does not wait for the first connect. Rejects only where an
 * address cannot be parsed.
 *
 * The recovery of amqplib is not used: it waits without a limit for a close that a dying broker never answers, and does
 * not notice a connection that breaks at the end of its setup. After either it never connects again.
 */
export const openConnection = async (options: ConnectionOptions): Promise<Connection> => {
  const { broker, name, heartbeatSeconds, setup, onState } = options;
  const uris = broker.uris.map((uri) => withHeartbeat(uri, heartbeatSeconds));
  const connector = createConnector({ ...broker, uris }, name);
  const stopping = new AbortController();
  const { signal } = stopping;
  let current: ConnectionState = { state: 'connecting' };
  let model: ChannelModel | undefined;
  const change = (next: ConnectionState): void => {
    const previous = current;
    current = next;
    if (next.state !== previous.state && !signal.aborted) onState?.(next, previous);
  };
  /** Resolves to why the connection broke. Rejects where it was not made. */
  const connectOnce = async (): Promise<string> => {
    const connected = await connector.connect();
    const closed = watch(connected, change);
    try {
      await withTimeLimit(Promise.race([setup(connected), rejectWhenClosed(closed)]), SETUP_LIMIT_MS);
    } catch (error) {
      void discard(connected);
      throw error;
    }
    if (signal.aborted) return discard(connected).then(() => 'closed');
    model = connected;
    change({ state: 'connected' });
    return closed;
  };
  const keepConnected = async (): Promise<void> => {
    for (let failures = 1; !signal.aborted; failures += 1) {
      const reason = await connectOnce().catch((error: unknown) =>
        error instanceof Error ? error.message : String(error),
      );
      if (model !== undefined) failures = 1;
      model = undefined;
      change({ state: 'away', reason });
      // While there is another node to try, it is tried at once.
      if (!signal.aborted && failures % uris.length === 0)
        await sleep(backoffMs(failures / uris.length, BACKOFF), signal);
    }
  };
  void keepConnected();
  return {
    state: () => current,
    withChannel: async (run) => (model === undefined ? undefined : runOnChannel(model, run)),
    async close() {
      stopping.abort();
      connector.stop();
      if (model !== undefined) await discard(model);
    },
  };
};

/** Resolves to why the connection closed, from whatever moment on: also if that was before or during its setup. */
const watch = (model: ChannelModel, change: (next: ConnectionState) => void): Promise<string> => {
  // `close` follows and says the same. An error event without a listener would end the process.
  model.on('error', () => undefined);
  model.on('blocked', (reason) => change({ state: 'blocked', reason }));
  model.on('unblocked', () => change({ state: 'connected' }));
  return new Promise((resolve) => {
    model.once('close', (error) => resolve(error?.message ?? 'Connection closed'));
  });
};

const rejectWhenClosed = async (closed: Promise<string>): Promise<never> => {
  throw new Error(await closed);
};

const runOnChannel = async <Result>(
  model: ChannelModel,
  run: (channel: Channel) => Promise<Result>,
): Promise<Result> => {
  const channel = await model.createChannel();
  // Calls under way on the channel reject. An error event without a listener would end the process.
  channel.on('error', () => undefined);
  try {
    return await run(channel);
  } finally {
    // amqplib never answers a close during which the connection breaks.
    await withTimeLimit(
      channel.close().catch(() => undefined),
      CLOSE_LIMIT_MS,
      () => undefined,
    );
  }
};

/** Closes a connection in order where the broker answers, and else its socket. */
const discard = async (model: ChannelModel): Promise<void> => {
  await withTimeLimit(
    model.close().catch(() => undefined),
    CLOSE_LIMIT_MS,
    () => undefined,
  );
  destroySocket(model);
};

/**
 * A broker that has blocked a connection reads nothing from it, so it never notices that the connection ends, and a
 * socket that waits for the broker's end keeps the process running. amqplib closes all channels at the socket's error.
 */
const destroySocket = ({ connection }: ChannelModel): void => {
  if ('stream' in connection && connection.stream instanceof Socket)
    connection.stream.destroy(new Error('The connection was closed'));
};

/**
 * Makes a channel that closes take its connection with it, so that everything is set up again: a consumer whose channel
 * is gone would otherwise receive nothing for ever. Returns the channel.
 *
 * @param onError is given the broker's reason for closing the channel, such as a delivery not acknowledged in time
 */
export const tieToConnection = <C extends Channel>(
  model: ChannelModel,
  channel: C,
  onError: (error: Error) => void = () => undefined,
): C => {
  // `close` follows. An error event without a listener would end the process.
  channel.on('error', onError);
  channel.on('close', () => void model.close().catch(() => undefined));
  return channel;
};
