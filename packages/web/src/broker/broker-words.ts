export interface BrokerNews {
  readonly what: string;
  /** As the broker or the network said it; empty where nobody said. */
  readonly why: string;
}

interface Check {
  readonly ok: boolean;
  readonly reason?: string | undefined;
}

/** "RabbitMQ is away: connect ECONNREFUSED" → what it is, and why. Null where all is well, or there is no broker. */
export const brokerNews = (check: Check | undefined): BrokerNews | null => {
  if (!check || check.ok) return null;
  const [what = '', ...why] = (check.reason ?? '').split(': ');
  return { what: what || 'RabbitMQ is away', why: why.join(': ') };
};
