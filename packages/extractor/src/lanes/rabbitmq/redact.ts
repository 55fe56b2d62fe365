import { redactKeys } from '@pawprint/protocol';
import type { InstanceLog } from '../../instance-log.ts';

export type Redactor = (text: string) => string;

/**
 * Texts go where the job's owner, and with Clowder v1 many others, read them: no credential may be in one. The job's own
 * is known by itself, wherever it stands.
 */
export const createRedactor =
  (secret: string | undefined): Redactor =>
  (text) =>
    redactKeys(secret ? text.replaceAll(secret, '***') : text);

export const redactedLog = ({ info, warn, error }: InstanceLog, redact: Redactor): InstanceLog => ({
  info: (message) => info(redact(message)),
  warn: (message) => warn(redact(message)),
  error: (message) => error(redact(message)),
});
