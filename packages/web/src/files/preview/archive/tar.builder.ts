const BLOCK = 512;

interface TarEntry {
  readonly path: string;
  readonly content?: string;
  /** Default: '0', a file. */
  readonly type?: string;
  /** In seconds. */
  readonly modifiedAt?: number;
}

/** An archive of tar, for tests. */
export const aTar = (entries: readonly TarEntry[]): Uint8Array<ArrayBuffer> =>
  concat([...entries.flatMap(blocksOf), new Uint8Array(2 * BLOCK)]);

/** The header and the content of one entry, each filled up to whole blocks. */
const blocksOf = ({ path, content = '', type = '0', modifiedAt = 0 }: TarEntry): Uint8Array[] => {
  const bytes = new TextEncoder().encode(content);
  const padding = new Uint8Array((BLOCK - (bytes.length % BLOCK)) % BLOCK);
  return [
    aTarHeader({ path, size: octal(bytes.length, 11), type, modifiedAt: octal(modifiedAt, 11) }),
    bytes,
    padding,
  ];
};

const octal = (value: number, digits: number): string => value.toString(8).padStart(digits, '0');

interface HeaderFields {
  readonly path: string;
  readonly size: string;
  readonly type: string;
  readonly modifiedAt: string;
}

/** With a right sum over whatever the fields are. */
export const aTarHeader = ({ path, size, type, modifiedAt }: HeaderFields): Uint8Array<ArrayBuffer> => {
  const block = new Uint8Array(BLOCK);
  const put = (at: number, text: string): void => block.set(new TextEncoder().encode(text), at);
  put(0, path.slice(0, 100));
  put(100, '0000644');
  put(124, size);
  put(136, modifiedAt);
  put(148, '        ');
  put(156, type);
  put(257, 'ustar\0');
  put(263, '00');
  put(
    148,
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
  );
  return block;
};

const concat = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
};
