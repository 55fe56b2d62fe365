import { DatabaseError } from 'pg';
import { type Config, problemSentence, resolveConfig } from '../config/config.ts';

/** Where a command that works beside the server reads its settings and writes. */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
}

/** 0 done · 1 failed, or something was found · 2 wrong arguments or settings. */
export type CommandExitCode = 0 | 1 | 2;

/** Runs a command with the server's settings. What it throws is printed as a sentence. */
export const runWithSettings = async (
  { environment, printError }: Terminal,
  run: (config: Config) => Promise<CommandExitCode>,
): Promise<CommandExitCode> => {
  const settings = resolveConfig(environment);
  if (!settings.ok) {
    for (const problem of settings.problems) printError(problemSentence(problem));
    return 2;
  }
  try {
    return await run(settings.config);
  } catch (error) {
    printError(explain(error));
    return 1;
  }
};

const explain = (error: unknown): string => {
  if (error instanceof DatabaseError)
    return `The database refuses this: ${error.message}. Start the server once, so that both are of the same release.`;
  return error instanceof Error ? error.message : String(error);
};

/** Prints no more than one sentence a second. */
export const everySecond = (print: (text: string) => void): ((text: string) => void) => {
  let last = performance.now();
  return (text) => {
    if (performance.now() - last < 1_000) return;
    last = performance.now();
    print(text);
  };
};
