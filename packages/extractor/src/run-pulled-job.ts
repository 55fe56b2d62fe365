import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ExtractorDefinition } from './definition.ts';
import { type HandledFile, type HandlerResult, runHandler } from './run-handler.ts';

/** What `pawprint job pull` writes into `message.json`, as far as a handler is given it. */
interface PulledMessage {
  readonly attempt: number;
  readonly resource: { readonly type: 'file' | 'dataset'; readonly id: string; readonly name: string };
  /** The path of the input's bytes, within the folder. */
  readonly input: string;
  readonly mime_type: string | null;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly trigger: string;
}

/**
 * Runs a handler on a job that `pawprint job pull` has fetched, without a server: prints its log, and writes what it
 * makes into the folder's `outputs`. Resolves to whether the job did not fail.
 */
export const runPulledJob = async (
  { handle, name }: Pick<ExtractorDefinition, 'handle' | 'name'>,
  folder: string,
  print: (line: string) => void,
): Promise<boolean> => {
  const message = await readMessage(folder);
  const { resource, attempt, trigger, parameters, mime_type: mimeType } = message;
  print(`${name}: ${resource.name}, from ${folder}`);
  const result = await runHandler(handle, {
    ...(resource.type === 'file' ? { input: join(folder, message.input), filename: resource.name } : {}),
    ...(mimeType === null ? {} : { mimeType }),
    resource,
    attempt,
    trigger,
    parameters,
  });
  for (const { level, message } of result.log) print(`${level}: ${message}`);
  for (const written of await writeOutputs(join(folder, 'outputs'), result)) print(`wrote ${written}`);
  print(describe(result.outcome));
  return result.outcome.kind !== 'failed';
};

const readMessage = async (folder: string): Promise<PulledMessage> => {
  const file = join(folder, 'message.json');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new Error(`PAWPRINT_JOB_FOLDER is ${folder}, which has no job that “pawprint job pull” fetched.`, {
      cause: error,
    });
  });
  return JSON.parse(text) as PulledMessage;
};

/** Returns the paths. */
const writeOutputs = async (folder: string, result: HandlerResult): Promise<string[]> => {
  const tags = result.tags.length === 0 ? [] : [['tags.json', json(result.tags)] as const];
  const outputs = [
    ...result.metadata.map((each, n) => [`metadata-${n + 1}.json`, json(each)] as const),
    ...filesOf('preview', result.previews),
    ...filesOf('thumbnail', result.thumbnails),
    ...filesOf('file', result.files),
    ...tags,
  ];
  if (outputs.length > 0) await mkdir(folder, { recursive: true });
  const paths = outputs.map(([name]) => join(folder, name));
  await Promise.all(outputs.map(([, bytes], n) => writeFile(paths[n] ?? '', bytes)));
  return paths;
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const filesOf = (kind: string, files: readonly Pick<HandledFile, 'filename' | 'bytes'>[]) =>
  files.map(({ filename, bytes }, n) => [`${kind}-${n + 1}-${basename(filename)}`, bytes] as const);

const describe = (outcome: HandlerResult['outcome']): string => {
  switch (outcome.kind) {
    case 'succeeded':
      return `Done: ${outcome.message || 'without a message'}`;
    case 'skipped':
      return `Skipped: ${outcome.reason}`;
    case 'failed':
      return `Failed: ${outcome.error}`;
    case 'retry_later':
      return `To be tried again after ${outcome.afterSeconds} s: ${outcome.reason}`;
  }
};
