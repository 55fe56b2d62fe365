import { redactKeys } from '@pawprint/protocol';

/** The log of an instance. What happens to a job goes into the job's own log instead. */
export interface InstanceLog {
  readonly info: (message: string) => void;
  readonly warn: (message: string) => void;
  readonly error: (message: string) => void;
}

/** One line each on stderr, so that stdout stays the extractor's own. */
export const stderrLog = (extractor: string): InstanceLog => {
  const write = (level: string) => (message: string) =>
    void process.stderr.write(`${new Date().toISOString()} ${level} ${extractor}: ${message}\n`);
  return { info: write('info'), warn: write('warn'), error: write('error') };
};

type Redactor = (text: string) => string;

/**
 * Replaces credentials by asterisks: the job's owner reads the texts, and with Clowder v1 many others do. The job's own
 * credential is found anywhere in a text, others by the form of their address.
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

const causeOf = (error: Error): string => (error.cause === undefined ? '' : ` (${errorText(error.cause)})`);

/** The message of a thrown value, with its cause in brackets. Never empty. */
export const errorText = (error: unknown): string => {
  if (!(error instanceof Error)) return typeof error === 'string' && error ? error : `Threw ${String(error)}`;
  return `${error.message || error.name}${causeOf(error)}`;
};
