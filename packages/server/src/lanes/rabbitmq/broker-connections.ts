import {
  type Connection,
  type ConnectionOptions,
  type ConnectionState,
  openConnection,
} from '@pawprint/amqp';
import type { BrokerState } from '@pawprint/core';
import type { Check } from '../../model/readiness.ts';
import { ON_NODE_DOWN } from './inspect-queue.ts';

/** Two connections to the broker: a broker that blocks the one that publishes still delivers on the other. */
export interface BrokerConnections {
  /** The part of the broker in `/api/ready`. */
  check(): Check;
  /** For the reasons of jobs. */
  readonly state: () => BrokerState;
  /** Whether the broker takes messages now. */
  takesMessages(): boolean;
  /** Whether what extractors report is consumed now, or could be. */
  delivers(): boolean;
  /** Runs something on a channel of its own, which is closed afterwards. Undefined where there is no connection. */
  withChannel: Connection['withChannel'];
  close(): Promise<void>;
}

export interface BrokerOptions extends Pick<ConnectionOptions, 'broker' | 'name'> {
  /** Opens the channels for publishing, after every connect. */
  readonly setUpPublishing: ConnectionOptions['setup'];
  /** Starts the consumers, after every connect. */
  readonly setUpConsuming: ConnectionOptions['setup'];
  /** Called when both connections together change from one state to another, with what `check` returns then. */
  readonly onChange: (check: Check) => void;
}

/**
 * Seconds between heartbeats. Either side closes a connection on which it has heard nothing for two to three times that.
 *
 * The connection that consumes has short ones, since the broker lets no other server read the reply queue while it takes
 * this one for alive. With one second, a server that is only busy would lose its place: on an overloaded machine the
 * event loop was seen to be blocked for 2 s, and half of an interval may have passed since the last heartbeat.
 */
export const HEARTBEAT_SECONDS = { publisher: 5, consumer: 2 } as const;

const CONNECTING: ConnectionState = { state: 'connecting' };

export const openBrokerConnections = async (options: BrokerOptions): Promise<BrokerConnections> => {
  const { broker, name, setUpPublishing, setUpConsuming, onChange } = options;
  const connections: Connection[] = [];
  let reported: ConnectionState['state'] = 'connecting';
  const state = (): ConnectionState =>
    connections.length < 2 ? CONNECTING : worstOf(connections.map((connection) => connection.state()));
  const reportChange = (): void => {
    const next = state();
    if (next.state === 'connecting' || next.state === reported) return;
    reported = next.state;
    onChange(checkOf(next));
  };
  const open = (
    role: keyof typeof HEARTBEAT_SECONDS,
    setup: ConnectionOptions['setup'],
  ): Promise<Connection> =>
    openConnection({
      broker,
      name: `${name} ${role}`,
      heartbeatSeconds: HEARTBEAT_SECONDS[role],
      setup,
      onState: reportChange,
    });
  const publishing = await open('publisher', setUpPublishing);
  const consuming = await open('consumer', setUpConsuming);
  connections.push(publishing, consuming);
  return {
    check: () => checkOf(state()),
    state: () => stateOf(state()),
    takesMessages: () => publishing.state().state === 'connected',
    delivers: () => ['connected', 'blocked'].includes(consuming.state().state),
    withChannel: consuming.withChannel,
    close: async () => void (await Promise.all(connections.map((connection) => connection.close()))),
  };
};

/** The worst first. `connecting` is the first of all: before both connections have tried, nothing is known. */
const FROM_WORST: readonly ConnectionState['state'][] = ['connecting', 'away', 'blocked', 'connected'];

const worstOf = (states: readonly ConnectionState[]): ConnectionState =>
  states.toSorted((a, b) => FROM_WORST.indexOf(a.state) - FROM_WORST.indexOf(b.state))[0] ?? CONNECTING;

const stateOf = (state: ConnectionState): BrokerState => {
  if (state.state === 'connected') return { state: 'connected', detail: '' };
  if (state.state === 'connecting') return { state: 'away', detail: 'not connected yet' };
  return { state: isUnheard(state.reason) ? 'unheard' : state.state, detail: state.reason };
};

/** The broker is there, and the queue for reports is not. */
const isUnheard = (reason: string): boolean => reason.endsWith(ON_NODE_DOWN);

export const NOT_RECEIVED = 'Reports of extractors are not received';

/** The page splits a reason at its first colon. */
const checkOf = (state: ConnectionState): Check => {
  switch (state.state) {
    case 'connected':
      return { ok: true };
    case 'connecting':
      return { ok: false, reason: 'RabbitMQ is away: not connected yet' };
    case 'away':
      return {
        ok: false,
        reason: `${isUnheard(state.reason) ? NOT_RECEIVED : 'RabbitMQ is away'}: ${state.reason}`,
      };
    case 'blocked':
      return { ok: false, reason: `RabbitMQ takes no messages: ${state.reason}` };
  }
};
