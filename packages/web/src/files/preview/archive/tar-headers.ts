/** What a header of 512 bytes says of the entry after it. */
export interface TarHeader {
  readonly path: string;
  readonly size: number;
  /** In ms; null where it is not a time. */
  readonly modifiedAt: number | null;
  readonly type: TarType;
}

export type TarType = 'file' | 'folder' | 'link' | 'long name' | 'extended' | 'other';

export const BLOCK = 512;

/** 'end' is a block of zeros, 'broken' what is no header. */
export const parseTarHeader = (block: Uint8Array): TarHeader | 'end' | 'broken' => {
  if (block.length < BLOCK) return 'broken';
  if (block.every((byte) => byte === 0)) return 'end';
  if (readNumber(block, 148, 8) !== sumOf(block)) return 'broken';
  const size = readNumber(block, 124, 12);
  if (size === null) return 'broken';
  const name = readText(block, 0, 100);
  const prefix = readText(block, 257, 5) === 'ustar' && block[263] === 0x30 ? readText(block, 345, 155) : '';
  const seconds = readNumber(block, 136, 12);
  const path = prefix === '' ? name : `${prefix}/${name}`;
  return {
    path,
    size,
    modifiedAt: seconds === null || seconds > LAST_SECOND ? null : seconds * 1000,
    type: typeOf(block[156] ?? 0, path),
  };
};

/** The last that a Date can be. */
const LAST_SECOND = 8.64e12;

/** Of all bytes, with those of the sum itself taken as spaces. */
const sumOf = (block: Uint8Array): number =>
  block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0);

const typeOf = (flag: number, path: string): TarType => {
  switch (String.fromCharCode(flag)) {
    case '\0':
    case '0':
    case '7':
      // Old archives mark folders by their names only.
      return path.endsWith('/') ? 'folder' : 'file';
    case '1':
    case '2':
      return 'link';
    case '5':
      return 'folder';
    case 'L':
      return 'long name';
    case 'x':
      return 'extended';
    default:
      return 'other';
  }
};

/** Octal digits, or since GNU tar the bytes of the number itself, which the first bit says. Null if it is neither. */
const readNumber = (block: Uint8Array, at: number, length: number): number | null => {
  const field = block.subarray(at, at + length);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const value = field.subarray(1).reduce((sum, byte) => sum * 256 + byte, (field[0] ?? 0) & 0x7f);
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = readText(block, at, length).trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : null;
};

const readText = (block: Uint8Array, at: number, length: number): string => {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
};

/** Fields of an extended header, each "<length> <key>=<value>\n". What is broken ends them. */
export const parseTarFields = (bytes: Uint8Array): ReadonlyMap<string, string> => {
  const fields = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const length = space < 0 ? 0 : Number(new TextDecoder().decode(bytes.subarray(at, space)));
    if (!Number.isInteger(length) || length <= space - at || at + length > bytes.length) break;
    const [, key, value] =
      /^([^=]*)=([^]*)\n$/.exec(new TextDecoder().decode(bytes.subarray(space + 1, at + length))) ?? [];
    if (key === undefined || value === undefined) break;
    fields.set(key, value);
    at += length;
  }
  return fields;
};
