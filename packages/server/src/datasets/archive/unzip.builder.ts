import { inflateRawSync } from 'node:zlib';

export interface Unzipped {
  readonly name: string;
  readonly bytes: Buffer;
}

const END = 0x06054b50;
const UTF8_NAMES = 1 << 11;
const STORED = 0;

const contentAt = (archive: Buffer, at: number, size: number, method: number): Buffer => {
  const start = at + 30 + archive.readUInt16LE(at + 26) + archive.readUInt16LE(at + 28);
  const packed = archive.subarray(start, start + size);
  return method === STORED ? packed : inflateRawSync(packed);
};

/** The files of a small archive. Throws if the archive is incomplete, or a name is not UTF-8. */
export const unzip = (archive: Buffer): Unzipped[] => {
  const end = archive.length - 22;
  if (end < 0 || archive.readUInt32LE(end) !== END) throw new Error('the archive has no end');
  const files: Unzipped[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const nameLength = archive.readUInt16LE(at + 28);
    if ((archive.readUInt16LE(at + 8) & UTF8_NAMES) === 0) throw new Error('a name is not marked as UTF-8');
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    const [method, size] = [archive.readUInt16LE(at + 10), archive.readUInt32LE(at + 20)];
    const bytes = contentAt(archive, archive.readUInt32LE(at + 42), size, method);
    if (bytes.length !== archive.readUInt32LE(at + 24)) throw new Error(`${name} has not the size it says`);
    files.push({ name, bytes });
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  return files;
};
