import { normalizeIP } from '@better-auth/core/utils/ip';
import type { FastifyRequest } from 'fastify';

/** Whose limits a request counts against: a person's, a job's, or where nobody is signed in an address's. */
export const callerKey = ({ caller, ip }: Pick<FastifyRequest, 'caller' | 'ip'>): string => {
  if (caller === null || caller.kind === 'nobody') return `address ${normalizeIP(ip, { ipv6Subnet: 64 })}`;
  return caller.kind === 'user' ? `user ${caller.id}` : `job ${caller.jobId}`;
};
