import { OUTPUT_KEY_HEADER } from '@pawprint/protocol';

export type OutputKind = 'metadata' | 'preview' | 'thumbnail' | 'file' | 'tags';

/** Headers that name the next output of a kind: `metadata:0`, `metadata:1`, `preview:0` … within one attempt. */
export const createOutputKeys = (): ((kind: OutputKind) => Readonly<Record<string, string>>) => {
  const made = new Map<OutputKind, number>();
  return (kind) => {
    const ordinal = made.get(kind) ?? 0;
    made.set(kind, ordinal + 1);
    return { [OUTPUT_KEY_HEADER]: `${kind}:${ordinal}` };
  };
};
