interface ZipEntry {
  readonly path: string;
  /** As it stands in the archive. */
  readonly content: string | Uint8Array<ArrayBuffer>;
  /** Of what `content` unpacks to, where it is packed. */
  readonly unpacked?: { readonly size: number; readonly sum: number };
  /** Default: 0. */
  readonly flags?: number;
}

/** An archive of zip, for tests. */
export const aZip = (entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> => {
  const files: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let at = 0;
  for (const entry of entries) {
    const content =
      typeof entry.content === 'string' ? new TextEncoder().encode(entry.content) : entry.content;
    const path = new TextEncoder().encode(entry.path);
    const { size, sum } = entry.unpacked ?? { size: content.length, sum: crc32(content) };
    // Version, flags, method, 2026-05-01 12:00, sum, both sizes, lengths of the name and of the rest.
    const common = [
      u16(20, 0x800 | (entry.flags ?? 0), entry.unpacked ? 8 : 0, 0x6000, 0x5ca1),
      u32(sum, content.length, size),
      u16(path.length, 0),
    ];
    const local = concat([u32(0x04034b50), ...common, path, content]);
    files.push(local);
    directory.push(concat([u32(0x02014b50), u16(20), ...common, u16(0, 0, 0), u32(0, at), path]));
    at += local.length;
  }
  const listed = concat(directory);
  const end = concat([
    u32(0x06054b50),
    u16(0, 0, entries.length, entries.length),
    u32(listed.length, at),
    u16(0),
  ]);
  return concat([...files, listed, end]);
};

/** So many zeros, packed. */
export const packedZeros = async (size: number): Promise<Pick<ZipEntry, 'content' | 'unpacked'>> => {
  const chunk = new Uint8Array(1_000_000);
  let left = size;
  const zeros = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      controller.enqueue(chunk.subarray(0, Math.min(left, chunk.length)));
      left -= chunk.length;
      if (left <= 0) controller.close();
    },
  });
  const packed = await new Response(zeros.pipeThrough(new CompressionStream('deflate-raw'))).arrayBuffer();
  return { content: new Uint8Array(packed), unpacked: { size, sum: 0 } };
};

const u16 = (...values: readonly number[]): Uint8Array => new Uint8Array(new Uint16Array(values).buffer);
const u32 = (...values: readonly number[]): Uint8Array => new Uint8Array(new Uint32Array(values).buffer);

const crc32 = (bytes: Uint8Array): number => {
  let sum = 0xffff_ffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb8_8320 : 0);
  }
  return ~sum >>> 0;
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
