import {
  type CallAnswer,
  type CallInput,
  type Client,
  type ClientOptions,
  createClient,
  parseAnswer,
  type RouteName,
} from '@pawprint/protocol';
import { withDeadline } from './deadline.ts';
import { type PersistPorts, persist } from './persist.ts';

export interface RetryingClientPorts extends PersistPorts {
  /** After so long without an answer a call counts as failed and is made again. */
  readonly callDeadlineMs: number;
}

/** The typed client, made to outlive a server's restart. What it throws is final: a refusal, or the signal's reason. */
export interface RetryingClient {
  call<N extends RouteName>(
    name: N,
    input: CallInput<N>,
    deadlineMs?: number,
  ): Promise<CallAnswer<N> | undefined>;
  /** Sends a multipart body and gives the checked answer. `form` is asked for a fresh body at each try. */
  upload<N extends RouteName>(
    name: N,
    input: CallInput<N>,
    form: () => Promise<FormData>,
  ): Promise<CallAnswer<N> | undefined>;
  /** The plain client, for streams: their reader knows how to go on where a connection broke. */
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
      persist(ports, name, input.signal, () =>
        withDeadline(deadlineMs, input.signal, (signal) => client.call(name, { ...input, signal })),
      ),
    upload: (name, input, form) =>
      persist(ports, name, input.signal, async () => {
        const body = await form();
        const fetchOnce: typeof fetch = (url, init) => fetch(url, { ...init, ...STREAMED_ONCE, body });
        return createClient({ ...client.options, fetch: fetchOnce }).call(name, input);
      }),
  };
};
