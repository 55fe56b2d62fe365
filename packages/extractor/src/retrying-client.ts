import { callWithTimeLimit, retry } from '@pawprint/async';
import {
  ApiError,
  type CallAnswer,
  type CallInput,
  type Client,
  type ClientOptions,
  createClient,
  parseAnswer,
  type RouteName,
} from '@pawprint/protocol';
import { errorText, type InstanceLog } from './instance-log.ts';

interface RetryPorts {
  readonly log: InstanceLog;
  /** Pauses between tries, in milliseconds: the first, and the longest to which it grows. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

interface RetryingClientPorts extends RetryPorts {
  /** A call that has no answer after so many milliseconds has failed, and is made again. */
  readonly callDeadlineMs: number;
}

/** The typed client, which waits for a server that restarts. What it throws is final: a refusal, or the signal's reason. */
export interface RetryingClient {
  call<N extends RouteName>(
    name: N,
    input: CallInput<N>,
    deadlineMs?: number,
  ): Promise<CallAnswer<N> | undefined>;
  /** Sends a multipart body and resolves to the checked answer. `form` creates a fresh body for each try. */
  upload<N extends RouteName>(
    name: N,
    input: CallInput<N>,
    form: () => Promise<FormData>,
  ): Promise<CallAnswer<N> | undefined>;
  /** The plain client, for streams: their reader resumes where a connection broke. */
  readonly client: Client;
  readonly ports: RetryingClientPorts;
}

/**
 * Node's fetch keeps a second copy of a body that it may have to send again after a redirect: for a large file that
 * is all of it, in memory. Without redirects and without a window it does not.
 */
const STREAMED_ONCE: RequestInit = { redirect: 'error', window: null };

export const createRetryingClient = (
  ports: RetryingClientPorts,
  server: Pick<ClientOptions, 'baseUrl' | 'key' | 'keyIn'>,
): RetryingClient => {
  const client = createClient({ ...server, parseAnswer });
  return {
    client,
    ports,
    call: (name, input, deadlineMs = ports.callDeadlineMs) =>
      retryWhileAway(ports, name, input.signal, () =>
        callWithTimeLimit((signal) => client.call(name, { ...input, signal }), {
          limitMs: deadlineMs,
          signal: input.signal,
          createError: () => new ApiError(0, 'unavailable', `No answer within ${deadlineMs} ms.`),
        }),
      ),
    upload: (name, input, form) =>
      retryWhileAway(ports, name, input.signal, async () => {
        const body = await form();
        const fetchOnce: typeof fetch = (url, init) => fetch(url, { ...init, ...STREAMED_ONCE, body });
        return createClient({ ...client.options, fetch: fetchOnce }).call(name, input);
      }),
  };
};

/**
 * Calls until there is an answer, with growing pauses, as long as the failure can be temporary, such as that of a server
 * that restarts. Rejects with a failure that cannot be, or with the signal's reason.
 *
 * @param name what is called, for the log
 */
export const retryWhileAway = async <T>(
  { log, firstPauseMs, longestPauseMs }: RetryPorts,
  name: string,
  signal: AbortSignal | undefined,
  call: () => Promise<T>,
): Promise<T> => {
  const since = Date.now();
  let failures = 0;
  const answer = await retry(call, {
    firstMs: firstPauseMs,
    longestMs: longestPauseMs,
    signal,
    shouldRetry: (error) => isWorthRetrying(error, Date.now() - since),
    onRetry(error, count) {
      failures = count;
      if (count === 1) log.warn(`${name}: ${errorText(error)} Trying again.`);
    },
  });
  if (failures > 0) log.info(`${name}: answered at try ${failures + 1}.`);
  return answer;
};

/** Statuses without an answer (0), or of a server that is starting or busy, or of its proxy. */
const TEMPORARY = new Set([0, 408, 425, 429, 502, 503, 504]);

/**
 * How long a call that is answered 500 is repeated. A restarting database causes that for a short time; a bug in the
 * server lasts, and a job must not wait for ever.
 */
const MOST_TIME_WITH_FAULTS_MS = 600_000;

/**
 * Whether the same call can succeed when repeated. A refusal (4xx) or a full disk will be the same next time;
 * fetch's TypeError means that the connection broke inside an answer.
 */
export const isWorthRetrying = (error: unknown, failingForMs: number): boolean => {
  if (!(error instanceof ApiError)) return error instanceof TypeError;
  if (error.code === 'disk_full') return false;
  if (TEMPORARY.has(error.status)) return true;
  return error.status >= 500 && failingForMs < MOST_TIME_WITH_FAULTS_MS;
};
