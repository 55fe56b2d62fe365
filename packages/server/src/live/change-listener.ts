import { type Backoff, backoffMs, onAbort, type Schedule, schedule, sleep } from '@pawprint/async';
import type { Check } from '../model/readiness.ts';
import { createConnection } from '../store/connection.ts';
import { JOBS_CHANNEL } from '../store/jobs/append-events.ts';
import { NOTIFICATIONS_CHANNEL } from '../store/notifications/notifications.ts';

const RECONNECT: Backoff = { firstMs: 100, longestMs: 5_000 };
/** A connection can break without an error. A statement that gets no answer shows it. */
const PROBE_EVERY_MS = 5_000;
const ANSWER_LIMIT_MS = 2_000;

export interface ChangeListenerPorts {
  readonly databaseUrl: string;
  /** Some job changed; `seq` is that of its newest event. */
  readonly onChange: (seq: number) => void;
  /** Somebody has a notification that is new or has changed. */
  readonly onNotified: (userId: string) => void;
  /** Listens (again). Changes made before this were not received. */
  readonly onConnected: () => void;
  /** The connection was lost, and is made again. Called once for each lost connection. */
  readonly onLost: (reason: string) => void;
}

export interface ChangeListener {
  /** Whether notifications arrive at the moment. */
  check(): Check;
  stop(): Promise<void>;
}

/**
 * Receives every change and notification that any server on this database makes, on one connection, which is made again
 * whenever it breaks.
 */
export const startChangeListener = (ports: ChangeListenerPorts): ChangeListener => {
  const stopping = new AbortController();
  const { signal } = stopping;
  let state: Check = { ok: false, reason: 'Live updates are not connected to the database yet' };
  let failures = 0;
  const onConnected = (): void => {
    state = { ok: true };
    failures = 0;
    ports.onConnected();
  };
  const listen = async (): Promise<void> => {
    while (!signal.aborted) {
      const { message } = await listenUntilLost({ ...ports, onConnected }, signal);
      if (signal.aborted) return;
      if (state.ok) ports.onLost(message);
      state = { ok: false, reason: `Live updates have no connection to the database: ${message}` };
      failures += 1;
      await sleep(backoffMs(failures, RECONNECT), signal);
    }
  };
  const listening = listen();
  return {
    check: () => state,
    stop: () => {
      stopping.abort();
      return listening;
    },
  };
};

/** Listens on one connection, and resolves to the reason when it is lost or cannot be made. */
const listenUntilLost = async (
  { databaseUrl, onChange, onNotified, onConnected }: Omit<ChangeListenerPorts, 'onLost'>,
  signal: AbortSignal,
): Promise<Error> => {
  const connection = createConnection(databaseUrl, {
    application_name: 'pawprint live',
    limitMs: ANSWER_LIMIT_MS,
  });
  const { client } = connection;
  let lose: (reason: Error) => void = () => undefined;
  const lost = new Promise<Error>((resolve) => {
    lose = resolve;
  });
  client.on('error', lose);
  client.on('end', () => lose(new Error('the connection ended')));
  let probes: Schedule | undefined;
  const removeListener = onAbort(signal, () => lose(new Error('stopped')));
  try {
    client.on('notification', ({ channel, payload = '' }) => {
      if (channel === JOBS_CHANNEL) onChange(Number(payload));
      else onNotified(payload);
    });
    await client.connect();
    await client.query(`listen ${JOBS_CHANNEL}; listen ${NOTIFICATIONS_CHANNEL}`);
    onConnected();
    probes = schedule(() => client.query('select 1'), {
      pauseMs: PROBE_EVERY_MS,
      firstAfterMs: PROBE_EVERY_MS,
      onError: () => lose(new Error('no answer from the database')),
    });
    return await lost;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  } finally {
    removeListener();
    await Promise.all([connection.close(), probes?.stop()]);
  }
};
