import { createNoise, type DemoFile, numbered } from './demo-file.ts';

const SAMPLES_PER_SECOND = 8_000;
const HEADER_BYTES = 44;

/** Calls of a frog and a bird over the noise of a wetland, as a WAV file. */
export const recording = (number: number, seconds: number): DemoFile => ({
  name: `night-${numbered(number)}.wav`,
  bytes: () => wav(calls(number, seconds)),
});

/** A recording whose copying broke off: the header promises more than there is. */
export const truncatedRecording = (name: string): DemoFile => ({
  name,
  bytes: () => wav(calls(7, 4)).subarray(0, 9_000),
});

const calls = (seed: number, seconds: number): Int16Array => {
  const noise = createNoise(seed);
  const samples = new Int16Array(seconds * SAMPLES_PER_SECOND);
  for (let index = 0; index < samples.length; index += 1) {
    const time = index / SAMPLES_PER_SECOND;
    const frog = (time + seed) % 2 < 0.4 ? Math.sin(2 * Math.PI * 620 * time) * 0.4 : 0;
    const within = (time * 0.7 + seed) % 3;
    const bird = within < 0.5 ? Math.sin(2 * Math.PI * (2_200 + 1_600 * within) * time) * 0.3 : 0;
    samples[index] = (frog + bird + (noise() - 0.5) * 0.1) * 30_000;
  }
  return samples;
};

/** 16 bits, one channel. */
const wav = (samples: Int16Array): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('RIFF', 0);
  header.writeUInt32LE(HEADER_BYTES - 8 + samples.byteLength, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SAMPLES_PER_SECOND, 24);
  header.writeUInt32LE(SAMPLES_PER_SECOND * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.byteLength, 40);
  return Buffer.concat([header, Buffer.from(samples.buffer)]);
};
