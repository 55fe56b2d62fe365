import type { InstanceLog } from '../../instance-log.ts';

const KEY_IN_QUERY = /([?&](?:amp;)?key=)[^&\s"'<>)]+/gi;
const PASSWORD_IN_ADDRESS = /(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]*:)[^\s/@]+@/gi;

const HIDDEN = '…';

export type Redactor = (text: string) => string;

/** Texts go where the job's owner, and with Clowder v1 many others, read them: no credential may be in one. */
export const createRedactor =
  (secret: string | undefined): Redactor =>
  (text) => {
    const plain = secret ? text.replaceAll(secret, HIDDEN) : text;
    return plain.replace(KEY_IN_QUERY, `$1${HIDDEN}`).replace(PASSWORD_IN_ADDRESS, `$1${HIDDEN}@`);
  };

export const redactedLog = ({ info, warn, error }: InstanceLog, redact: Redactor): InstanceLog => ({
  info: (message) => info(redact(message)),
  warn: (message) => warn(redact(message)),
  error: (message) => error(redact(message)),
});
