import { Socket } from 'node:net';
import { withTimeLimit } from '@pawprint/async';
import { type Channel, type ChannelModel, connect, type RecoveringChannelModel } from 'amqplib';

export type ConnectionState =
  /** No try to connect has succeeded or failed yet. */
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  /** The broker takes no messages for now, since its memory or disk is low. It still delivers. */
  | { readonly state: 'blocked'; readonly reason: string }
  | { readonly state: 'away'; readonly reason: string };

export interface ConnectionOptions {
  /** Address of the broker, such as `amqp://user:password@broker:5672/%2f`. */
  readonly uri: string;
  /** Shown to the broker's operators. */
  readonly name: string;
  /** Seconds between two heartbeats, where the address does not say. Default: what the broker proposes, usually 60. */
  readonly heartbeatSeconds?: number;
  /** Opens channels and starts consumers. It runs after every connect, since none of them outlives its connection. */
  readonly setup: (model: ChannelModel) => Promise<void>;
  /** Called when one state follows another; not when only the reason differs, as with each failed try to connect. */
  readonly onState?: (next: ConnectionState, previous: ConnectionState) => void;
}

export interface Connection {
  readonly state: () => ConnectionState;
  /** Runs something on a channel of its own, which is closed afterwards. Undefined where there is no connection. */
  readonly withChannel: <Result>(run: (channel: Channel) => Promise<Result>) => Promise<Result | undefined>;
  /**
   * Closes the connection for good, and with it all channels. A broker that does not answer within 2 s, as one that takes
   * no messages for now, is not waited for.
   */
  readonly close: () => Promise<void>;
}

const RECOVERY = { initialDelay: 200, maxDelay: 15_000, factor: 2, jitter: 0.5 };
const CONNECT_LIMIT_MS = 10_000;
const CLOSE_LIMIT_MS = 2_000;

const withHeartbeat = (uri: string, seconds: number | undefined): string => {
  const url = new URL(uri);
  if (seconds === undefined || url.searchParams.has('heartbeat')) return uri;
  url.searchParams.set('heartbeat', String(seconds));
  return url.toString();
};

const watchState = (model: RecoveringChannelModel, change: (next: ConnectionState) => void): void => {
  const away = (error: Error): void => change({ state: 'away', reason: error.message });
  model.on('connect', () => change({ state: 'connected' }));
  model.on('connect-failed', away);
  model.on('disconnect', away);
  model.on('blocked', (reason) => change({ state: 'blocked', reason }));
  model.on('unblocked', () => change({ state: 'connected' }));
  // `disconnect` follows and says the same. An error event without a listener would end the process.
  model.on('error', () => undefined);
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
 * Opens a connection that is made again whenever it breaks, for as long as it takes, with growing, jittered pauses of
 * 0.2 to 15 s. It does not wait for the first connect. Rejects only where the address cannot be parsed.
 */
export const openConnection = async (options: ConnectionOptions): Promise<Connection> => {
  const { uri, name, heartbeatSeconds, setup, onState } = options;
  let current: ConnectionState = { state: 'connecting' };
  const change = (next: ConnectionState): void => {
    const previous = current;
    current = next;
    if (next.state !== previous.state) onState?.(next, previous);
  };
  let latest: ChannelModel | undefined;
  const model = await connect(withHeartbeat(uri, heartbeatSeconds), {
    clientProperties: { connection_name: name },
    timeout: CONNECT_LIMIT_MS,
    recovery: {
      ...RECOVERY,
      waitForConnect: false,
      setup(opened: ChannelModel) {
        latest = opened;
        // Nothing else listens until the setup is done: a connection that breaks meanwhile would end the process.
        opened.on('error', () => undefined);
        return setup(opened);
      },
    },
  });
  watchState(model, change);
  return {
    state: () => current,
    async withChannel(run) {
      if (current.state === 'connecting' || current.state === 'away') return undefined;
      const channel = await model.createChannel();
      // Calls under way on the channel reject. An error event without a listener would end the process.
      channel.on('error', () => undefined);
      try {
        return await run(channel);
      } finally {
        await channel.close().catch(() => undefined);
      }
    },
    async close() {
      const closed = model.close().catch(() => undefined);
      await withTimeLimit(closed, CLOSE_LIMIT_MS, () => undefined);
      if (latest !== undefined) destroySocket(latest);
    },
  };
};

/**
 * Makes a channel that closes take its connection with it, so that recovery sets up everything again: a consumer whose
 * channel has closed would otherwise receive nothing for ever. Returns the channel.
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
