/** Where an instance says what happens to itself. What happens to a job goes into the job's own log instead. */
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
