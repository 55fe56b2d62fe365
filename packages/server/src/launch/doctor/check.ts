/** What the doctor looked at, and how it is. */
export interface Check {
  readonly name: 'migrations' | 'partitions' | 'indexes' | 'files' | 'checksums' | 'orphans' | 'archives';
  readonly ok: boolean;
  /** With numbers. */
  readonly sentence: string;
  /** One line for each thing that is wrong; where nothing is, for each that is worth a look. */
  readonly items: readonly string[];
}

export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** `1 byte`, `999 bytes`, `1.2 MB`. */
export const sizeOf = (bytes: number): string => {
  if (bytes < 1_000) return counted(bytes, 'byte');
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  return `${(bytes / 1_000 ** power).toFixed(1)} ${UNITS[power]}`;
};
