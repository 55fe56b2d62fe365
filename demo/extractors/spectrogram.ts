import { readFile } from 'node:fs/promises';
import { createExtractor, fail, type Job, type JobContext, type Outcome, succeed } from '@pawprint/extractor';
import sharp from 'sharp';

const HEADER_BYTES = 44;

/**
 * Draws how strong each frequency of a recording is at each time. It computes the Fourier transform by its definition,
 * which takes long: so there is progress to see, and a job to cancel.
 */
const drawSpectrogram = async (job: Job, ctx: JobContext): Promise<Outcome> => {
  const bytes = await readFile(await ctx.input.file());
  if (bytes.length <= HEADER_BYTES || bytes.toString('latin1', 8, 12) !== 'WAVE')
    return fail('This is no WAV file.');
  const samplesPerSecond = bytes.readUInt32LE(24);
  const window = windowOf(job);
  const transform = createTransform(window);
  const samples = samplesOf(bytes);
  if (samples.length < window) return fail(`The recording is shorter than ${window} samples.`);
  const columns: Float64Array[] = [];
  for (let start = 0; start + window <= samples.length; start += window / 2) {
    columns.push(transform(samples.subarray(start, start + window)));
    // The SDK reports progress, and learns of a cancel, only while the handler waits for something.
    await new Promise(setImmediate);
    ctx.signal.throwIfAborted();
    ctx.progress(start / samples.length, `second ${Math.floor(start / samplesPerSecond)}`);
  }
  const image = await draw(columns);
  await ctx.uploadPreview(image, {
    filename: 'spectrogram.png',
    contentType: 'image/png',
    title: 'Spectrogram',
  });
  await ctx.uploadThumbnail(image, { filename: 'thumbnail.png', contentType: 'image/png' });
  const seconds = samples.length / samplesPerSecond;
  const loudest = (loudestBin(columns) * samplesPerSecond) / window;
  await ctx.uploadMetadata({
    seconds,
    samples_per_second: samplesPerSecond,
    loudest_hz: Math.round(loudest),
  });
  return succeed(`${seconds} s, loudest at ${Math.round(loudest)} Hz`);
};

/** How many samples are transformed at once: more give a finer resolution of frequencies, and take longer. */
function windowOf({ parameters: { window } }: Job): number {
  const allowed = typeof window === 'number' && window >= 256 && window <= 8_192 && window % 2 === 0;
  return allowed ? window : 1_024;
}

function samplesOf(bytes: Buffer): Float64Array {
  const count = Math.floor((bytes.length - HEADER_BYTES) / 2);
  return Float64Array.from(
    { length: count },
    (_, index) => bytes.readInt16LE(HEADER_BYTES + 2 * index) / 32_768,
  );
}

/** The strength of each frequency in a stretch of so many samples. Loops by index: all other ways take ten times longer. */
function createTransform(window: number): (samples: Float64Array) => Float64Array {
  const cosines = new Float64Array(window).map((_, index) => Math.cos((2 * Math.PI * index) / window));
  const sines = new Float64Array(window).map((_, index) => Math.sin((2 * Math.PI * index) / window));
  return (samples) => {
    const strengths = new Float64Array(window / 2);
    for (let bin = 0; bin < strengths.length; bin += 1) {
      let real = 0;
      let imaginary = 0;
      let angle = 0;
      for (let index = 0; index < window; index += 1) {
        const sample = samples[index] ?? 0;
        real += sample * (cosines[angle] ?? 0);
        imaginary -= sample * (sines[angle] ?? 0);
        angle += bin;
        if (angle >= window) angle -= window;
      }
      strengths[bin] = Math.hypot(real, imaginary);
    }
    return strengths;
  };
}

/** Time to the right, frequency upwards, on a logarithmic scale from dark to light. */
function draw(columns: readonly Float64Array[]): Promise<Buffer> {
  const height = columns[0]?.length ?? 0;
  const pixels = Buffer.alloc(columns.length * height);
  for (const [x, column] of columns.entries())
    for (const [bin, strength] of column.entries())
      pixels[(height - 1 - bin) * columns.length + x] = Math.min(255, Math.log10(1 + strength * 10) * 100);
  return sharp(pixels, { raw: { width: columns.length, height, channels: 1 } })
    .png()
    .toBuffer();
}

function loudestBin(columns: readonly Float64Array[]): number {
  const sums = new Float64Array(columns[0]?.length ?? 0);
  for (const column of columns)
    for (const [bin, strength] of column.entries()) sums[bin] = (sums[bin] ?? 0) + strength;
  return sums.indexOf(Math.max(...sums));
}

await createExtractor({
  name: 'demo.spectrogram',
  version: '2.0.0',
  description: 'Draws how strong each frequency of a recording is at each time.',
  process: { file: ['audio/*'] },
  parameters: {
    type: 'object',
    properties: {
      window: {
        type: 'integer',
        title: 'Samples in a window',
        minimum: 256,
        maximum: 8_192,
        multipleOf: 2,
        default: 1_024,
      },
    },
  },
  handle: drawSpectrogram,
}).run();
