export interface BrokerProblem {
  /** "RabbitMQ is away". */
  readonly summary: string;
  /** The broker's or the network's own message; empty where the check gives none. */
  readonly detail: string;
}

interface Check {
  readonly ok: boolean;
  readonly reason?: string | undefined;
}

/** Why nothing can be read from the broker; undefined where it can. A broker that takes no messages can still be read. */
export const unreadableBroker = (check: Check | undefined): string | undefined => {
  if (check === undefined)
    return 'This server works without RabbitMQ (RABBITMQ_URI is not set), so there are no error queues.';
  const problem = describeBrokerProblem(check);
  return problem?.summary === AWAY ? `${AWAY}. The messages in the error queue are kept.` : undefined;
};

const AWAY = 'RabbitMQ is away';

/** Splits "RabbitMQ is away: connect ECONNREFUSED" at its colon. Null where all is well, or no broker is configured. */
export const describeBrokerProblem = (check: Check | undefined): BrokerProblem | null => {
  if (!check || check.ok) return null;
  const [summary = '', ...detail] = (check.reason ?? '').split(': ');
  return { summary: summary || AWAY, detail: detail.join(': ') };
};
