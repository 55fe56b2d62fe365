import type { ChannelModel } from 'amqplib';
import type { Check } from '../../model/readiness.ts';
import {
  type BrokerConnection,
  type BrokerState,
  CONNECTING,
  openBrokerConnection,
} from './broker-connection.ts';

/** The two connections to the broker: one that is told to wait while it publishes must not keep the other from hearing. */
export interface BrokerLinks {
  check(): Check;
  /** Whether messages can be handed over just now. */
  takesMessages(): boolean;
  /** Called whenever it takes messages again. */
  onOpen(listener: () => void): void;
  /** Runs something on a channel of its own, closed afterwards; undefined where the broker is away. */
  withChannel: BrokerConnection['withChannel'];
  close(): Promise<void>;
}

export interface LinkOptions {
  readonly uri: string;
  /** Shown to the broker's operators. */
  readonly name: string;
  readonly publishing: (model: ChannelModel) => Promise<void>;
  readonly consuming: (model: ChannelModel) => Promise<void>;
  /** Once for each change of what `check` says, but for its words. */
  readonly onChange: (check: Check) => void;
}

const checkOf = (states: readonly BrokerState[]): Check => {
  const away = states.find(({ state }) => state === 'away');
  const blocked = states.find(({ state }) => state === 'blocked');
  if (away?.state === 'away') return { ok: false, reason: `RabbitMQ is away: ${away.reason}` };
  if (blocked?.state === 'blocked')
    return { ok: false, reason: `RabbitMQ takes no messages: ${blocked.reason}` };
  return { ok: true };
};

/** Two words for being away differ from one try to connect to the next; the news is that it is. */
const kindOf = (check: Check): string => (check.ok ? 'ok' : check.reason.replace(/:.*$/s, ''));

export const openBrokerLinks = async (options: LinkOptions): Promise<BrokerLinks> => {
  const { uri, name, publishing, consuming, onChange } = options;
  const links: BrokerConnection[] = [];
  const openListeners: (() => void)[] = [];
  let told = '';
  const check = (): Check =>
    links.length < 2
      ? { ok: false, reason: 'RabbitMQ is away: not connected yet' }
      : checkOf(links.map((link) => link.state()));
  const tell = (): void => {
    if (links.length < 2 || links.some((each) => each.state() === CONNECTING)) return;
    const now = check();
    if (kindOf(now) === told) return;
    told = kindOf(now);
    onChange(now);
    if (now.ok) for (const listener of openListeners) listener();
  };
  const link = (role: string, setup: LinkOptions['publishing']): Promise<BrokerConnection> =>
    openBrokerConnection({ uri, name: `${name} ${role}`, setup, onState: tell });
  links.push(await link('publisher', publishing), await link('consumer', consuming));
  return {
    check,
    takesMessages: () => links[0]?.state().state === 'connected',
    onOpen: (listener) => void openListeners.push(listener),
    withChannel: async (run) => links[1]?.withChannel(run),
    close: async () => void (await Promise.all(links.map((one) => one.close()))),
  };
};
