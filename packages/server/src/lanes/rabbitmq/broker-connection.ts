import { type Channel, type ChannelModel, connect, type RecoveringChannelModel } from 'amqplib';

export type BrokerState =
  | { readonly state: 'connected' }
  /** It takes no messages for now (its memory or disk is low); what it has goes on. */
  | { readonly state: 'blocked'; readonly reason: string }
  | { readonly state: 'away'; readonly reason: string };

/** Before the first try has come to anything: no news yet. */
export const CONNECTING: BrokerState = { state: 'away', reason: 'not connected yet' };

export interface BrokerConnection {
  state(): BrokerState;
  /** Runs something on a channel of its own, closed afterwards; undefined where the broker is away. */
  withChannel<Result>(run: (channel: Channel) => Promise<Result>): Promise<Result | undefined>;
  close(): Promise<void>;
}

export interface ConnectionOptions {
  readonly uri: string;
  /** Shown to the broker's operators. */
  readonly name: string;
  /** Opens channels and consumers; run after every connect, for none of them outlives its connection. */
  readonly setup: (model: ChannelModel) => Promise<void>;
  /** Once per change. */
  readonly onState: (state: BrokerState) => void;
}

const RECOVERY = { initialDelay: 200, maxDelay: 15_000, factor: 2, jitter: 0.5 };
const HEARTBEAT_SECONDS = 15;
const CONNECT_LIMIT_MS = 10_000;

/** Heartbeats find out a broker that went without a word; they are set here, whatever the address says of others. */
const withHeartbeat = (uri: string): string => {
  const url = new URL(uri);
  if (!url.searchParams.has('heartbeat')) url.searchParams.set('heartbeat', String(HEARTBEAT_SECONDS));
  return url.toString();
};

const isSame = (a: BrokerState, b: BrokerState): boolean => a.state === b.state;

const watch = (model: RecoveringChannelModel, move: (next: BrokerState) => void): void => {
  const away = (error: Error): void => move({ state: 'away', reason: error.message });
  model.on('connect', () => move({ state: 'connected' }));
  model.on('connect-failed', away);
  model.on('disconnect', away);
  model.on('blocked', (reason) => move({ state: 'blocked', reason }));
  model.on('unblocked', () => move({ state: 'connected' }));
  // Followed by `disconnect`, which says the same; unheard it would end the process.
  model.on('error', () => undefined);
};

/** Before it is set up, nobody listens to a connection: one that breaks then would end the process. */
const survivingErrors =
  (setup: ConnectionOptions['setup']): ConnectionOptions['setup'] =>
  (model) => {
    model.on('error', () => undefined);
    return setup(model);
  };

/** A connection that is made again for as long as it takes, with growing, jittered pauses. Does not wait for the first. */
export const openBrokerConnection = async ({
  uri,
  name,
  setup,
  onState,
}: ConnectionOptions): Promise<BrokerConnection> => {
  let current: BrokerState = CONNECTING;
  let heardOf = false;
  const move = (next: BrokerState): void => {
    const isChange = !heardOf || !isSame(current, next);
    current = next;
    heardOf = true;
    if (isChange) onState(next);
  };
  const model = await connect(withHeartbeat(uri), {
    clientProperties: { connection_name: name },
    timeout: CONNECT_LIMIT_MS,
    recovery: { ...RECOVERY, setup: survivingErrors(setup), waitForConnect: false },
  });
  watch(model, move);
  return {
    state: () => current,
    async withChannel(run) {
      if (current.state === 'away') return undefined;
      const channel = await model.createChannel();
      // Whatever is under way on it rejects; unheard it would end the process.
      channel.on('error', () => undefined);
      try {
        return await run(channel);
      } finally {
        await channel.close().catch(() => undefined);
      }
    },
    close: () => model.close(),
  };
};
