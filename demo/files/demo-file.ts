/** A file to upload. Its bytes are made when it is its turn. */
export interface DemoFile {
  readonly name: string;
  readonly bytes: () => Uint8Array | Promise<Uint8Array>;
}

export const textFile = (name: string, text: () => string): DemoFile => ({
  name,
  bytes: () => Buffer.from(text()),
});

/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). */
export const createNoise = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};

export const numbered = (number: number): string => String(number).padStart(3, '0');
