export type EmbeddedPostgresProblem =
  /** Another running server uses this data directory. */
  | 'data-directory-held'
  /** There is no PostgreSQL that can run here: ask for DATABASE_URL. */
  | 'unsupported-machine'
  /** PostgreSQL refuses to run as root, and no other account was found. */
  | 'no-account'
  /** The cluster on disk can't be used by this PostgreSQL or this user. */
  | 'unusable-cluster'
  /** initdb or postgres failed; the message has the first problem that they printed. */
  | 'failed';

/** Stops the start of the server. The message is a sentence for the operator, and says what to do. */
export class EmbeddedPostgresError extends Error {
  readonly problem: EmbeddedPostgresProblem;

  constructor(problem: EmbeddedPostgresProblem, message: string) {
    super(message);
    this.name = 'EmbeddedPostgresError';
    this.problem = problem;
  }
}

/** PostgreSQL's programs print the time, then a severity, then what is wrong. */
const PROBLEM = /(?:error|FATAL|PANIC|ERROR): +(?<problem>.+)$/m;

/** The first problem that their output names, as a part of a sentence; all of it in one line where it names none. */
export function firstProblemIn(output: string): string {
  const problem = PROBLEM.exec(output)?.groups?.['problem'] ?? output.trim().replaceAll(/\s*\n\s*/g, '; ');
  return problem.endsWith('.') ? problem : `${problem}.`;
}
