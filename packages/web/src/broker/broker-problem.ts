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

/** Splits "RabbitMQ is away: connect ECONNREFUSED" at its colon. Null where all is well, or no broker is configured. */
export const describeBrokerProblem = (check: Check | undefined): BrokerProblem | null => {
  if (!check || check.ok) return null;
  const [summary = '', ...detail] = (check.reason ?? '').split(': ');
  return { summary: summary || 'RabbitMQ is away', detail: detail.join(': ') };
};
