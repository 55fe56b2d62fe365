import { Client } from 'pg';
import { JOBS_CHANNEL } from '../store/jobs/append-events.ts';

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 5_000;
/** A connection that died without a word is found out by asking it something. */
const PROBE_EVERY_MS = 15_000;

export interface ChangeListenerPorts {
  readonly databaseUrl: string;
  /** Some job moved; `seq` is that of its newest event. */
  readonly onChange: (seq: number) => void;
  /** Connected (again): what happened before was not heard. */
  readonly onConnected: () => void;
}

export interface ChangeListener {
  stop(): Promise<void>;
}

/** Listens on one connection until that breaks. Rejects or resolves, whichever: the caller connects again. */
const listenOnce = async (ports: ChangeListenerPorts, stopped: AbortSignal): Promise<void> => {
  const client = new Client({
    connectionString: ports.databaseUrl,
    application_name: 'pawprint live',
    keepAlive: true,
    query_timeout: PROBE_EVERY_MS,
  });
  const broken = new Promise<void>((resolve) => {
    client.on('error', () => resolve());
    client.on('end', () => resolve());
    stopped.addEventListener('abort', () => resolve(), { once: true });
  });
  const probe = setInterval(() => void client.query('select').catch(() => client.end()), PROBE_EVERY_MS);
  try {
    client.on('notification', ({ payload }) => ports.onChange(Number(payload)));
    await client.connect();
    await client.query(`listen ${JOBS_CHANNEL}`);
    ports.onConnected();
    await broken;
  } finally {
    clearInterval(probe);
    await client.end().catch(() => undefined);
  }
};

const rest = (ms: number, stopped: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    stopped.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

const listenForEver = async (ports: ChangeListenerPorts, stopped: AbortSignal): Promise<void> => {
  let pause = FIRST_PAUSE_MS;
  const onConnected = (): void => {
    pause = FIRST_PAUSE_MS;
    ports.onConnected();
  };
  while (!stopped.aborted) {
    await listenOnce({ ...ports, onConnected }, stopped).catch(() => undefined);
    if (stopped.aborted) return;
    await rest(pause, stopped);
    pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
  }
};

/** Hears of every change of every server on this database, on one connection that is made again for as long as it takes. */
export const startChangeListener = (ports: ChangeListenerPorts): ChangeListener => {
  const stopping = new AbortController();
  const listening = listenForEver(ports, stopping.signal);
  return {
    stop: () => {
      stopping.abort();
      return listening;
    },
  };
};
