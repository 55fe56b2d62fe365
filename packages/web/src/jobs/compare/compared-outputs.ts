import type { Attempt, JobOutput, Metadata } from '@pawprint/protocol';
import { formatBytes } from '../../design/bytes.ts';
import type { ComparedRow } from '../../design/compared-table.tsx';
import { compareKeys } from '../../metadata/compare-keys.ts';

/** Outputs of both sides: keys of metadata, and files by their bytes. */
export interface ComparedOutputs {
  readonly keys: readonly ComparedRow[];
  readonly others: readonly ComparedRow[];
}

interface Made {
  readonly outputs: readonly JobOutput[];
  /** Of the resource; those that the job did not make are not looked at. */
  readonly documents: readonly Metadata[];
}

/** @param attempt null for those of the whole job */
export const outputsOf = (
  outputs: readonly JobOutput[],
  attempt: Pick<Attempt, 'number'> | null,
): readonly JobOutput[] =>
  attempt === null ? outputs : outputs.filter((output) => output.attempt === attempt.number);

export const compareOutputs = (left: Made, right: Made): ComparedOutputs => ({
  keys: compareKeys(contentsOf(left), contentsOf(right)),
  others: compareOthers(left.outputs, right.outputs),
});

/** What a job wrote, as one object: of several documents, a key of a later one stands for that of an earlier one. */
const contentsOf = ({ outputs, documents }: Made): Record<string, unknown> => {
  const ids = new Set(outputs.filter(({ kind }) => kind === 'metadata').map(({ id }) => id));
  const contents = documents.filter(({ id }) => ids.has(id)).map(({ content }) => content);
  return Object.assign(
    {},
    ...contents.map((content) => (Array.isArray(content) ? { items: content } : content)),
  );
};

/** Outputs of one kind and name belong together, the first of each side, then the second. */
const compareOthers = (left: readonly JobOutput[], right: readonly JobOutput[]): ComparedRow[] => {
  const [ofLeft, ofRight] = [named(left), named(right)];
  const names = new Set([...ofLeft.keys(), ...ofRight.keys()]);
  return [...names].map((name) => ({
    name,
    left: describe(ofLeft.get(name)),
    right: describe(ofRight.get(name)),
  }));
};

const named = (outputs: readonly JobOutput[]): ReadonlyMap<string, JobOutput> => {
  const byName = new Map<string, JobOutput>();
  for (const output of outputs.filter(({ kind }) => kind !== 'metadata')) {
    const name = `${output.kind} ${output.name}`.trim();
    const count = [...byName.keys()].filter(
      (known) => known === name || known.startsWith(`${name} #`),
    ).length;
    byName.set(count === 0 ? name : `${name} #${count + 1}`, output);
  }
  return byName;
};

/** Files of the same size and digest are the same, byte for byte. */
const describe = (output: JobOutput | undefined): string | null => {
  if (output === undefined) return null;
  const { size_bytes: size, sha256 } = output;
  if (size === null) return 'there';
  return sha256 === null ? formatBytes(size) : `${formatBytes(size)}, SHA-256 ${sha256.slice(0, 12)}`;
};
