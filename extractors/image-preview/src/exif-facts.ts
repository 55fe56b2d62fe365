import exifReader from 'exif-reader';

/** The facts that a camera recorded, in plain units. A fact that is missing or makes no sense is left out. */
export interface ExifFacts {
  readonly camera_make?: string;
  readonly camera_model?: string;
  readonly lens?: string;
  /** The camera's own clock: ISO 8601, with an offset only where the camera knew its time zone. */
  readonly taken_at?: string;
  readonly exposure_time_s?: number;
  readonly f_number?: number;
  readonly iso?: number;
  readonly focal_length_mm?: number;
  /** Degrees, north is positive. */
  readonly latitude?: number;
  /** Degrees, east is positive. */
  readonly longitude?: number;
  /** Metres above sea level. */
  readonly altitude_m?: number;
  readonly description?: string;
  readonly artist?: string;
  readonly copyright?: string;
  readonly software?: string;
}

const LONGEST_TEXT = 1_000;

/** Cameras pad with NUL and spaces, and write UTF-8 where the standard allows ASCII only. */
const textOf = (value: unknown): string | undefined => {
  const text = Buffer.isBuffer(value) ? value.toString('utf8') : value;
  if (typeof text !== 'string') return undefined;
  return text.replaceAll('\0', '').trim().slice(0, LONGEST_TEXT) || undefined;
};

/** A fraction with the denominator 0 is read as infinity or NaN. */
const numberOf = (value: unknown): number | undefined => {
  const [first] = Array.isArray(value) ? (value as unknown[]) : [value];
  return typeof first === 'number' && Number.isFinite(first) ? first : undefined;
};

const rounded = (value: number | undefined, digits: number): number | undefined =>
  value === undefined ? undefined : Number(value.toFixed(digits));

/** Degrees, minutes and seconds as one number. */
const degreesOf = (value: unknown, negative: boolean, most: number): number | undefined => {
  if (!Array.isArray(value)) return undefined;
  const [degrees = Number.NaN, minutes = 0, seconds = 0] = value as number[];
  const angle = degrees + minutes / 60 + seconds / 3600;
  return angle >= 0 && angle <= most ? rounded(negative ? -angle : angle, 6) : undefined;
};

const OFFSET = /^[+-]\d\d:\d\d$/;

const takenAt = (value: unknown, offset: unknown): string | undefined => {
  if (!(value instanceof Date) || Number.isNaN(value.getTime())) return undefined;
  const zone = textOf(offset);
  return value.toISOString().slice(0, 19) + (zone && OFFSET.test(zone) ? zone : '');
};

const altitudeOf = (value: unknown, reference: unknown): number | undefined => {
  const metres = rounded(numberOf(value), 1);
  return metres !== undefined && numberOf(reference) === 1 ? -metres : metres;
};

type Tags = Readonly<Record<string, unknown>>;

const cameraFacts = (image: Tags, photo: Tags) => ({
  camera_make: textOf(image['Make']),
  camera_model: textOf(image['Model']),
  lens: textOf(photo['LensModel']),
  taken_at: takenAt(photo['DateTimeOriginal'] ?? image['DateTime'], photo['OffsetTimeOriginal']),
  exposure_time_s: rounded(numberOf(photo['ExposureTime']), 6),
  f_number: rounded(numberOf(photo['FNumber']), 2),
  iso: numberOf(photo['ISOSpeedRatings']),
  focal_length_mm: rounded(numberOf(photo['FocalLength']), 2),
});

const placeFacts = (gps: Tags) => ({
  latitude: degreesOf(gps['GPSLatitude'], textOf(gps['GPSLatitudeRef']) === 'S', 90),
  longitude: degreesOf(gps['GPSLongitude'], textOf(gps['GPSLongitudeRef']) === 'W', 180),
  altitude_m: altitudeOf(gps['GPSAltitude'], gps['GPSAltitudeRef']),
});

const authorFacts = (image: Tags) => ({
  description: textOf(image['ImageDescription']),
  artist: textOf(image['Artist']),
  copyright: textOf(image['Copyright']),
  software: textOf(image['Software']),
});

const withoutGaps = (facts: Readonly<Record<string, unknown>>): ExifFacts =>
  Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined));

/** The facts in a block of EXIF data. Throws if the block cannot be read. */
export const exifFacts = (block: Buffer): ExifFacts => {
  const { Image, Photo, GPSInfo } = exifReader(block);
  return withoutGaps({
    ...cameraFacts(Image ?? {}, Photo ?? {}),
    ...placeFacts(GPSInfo ?? {}),
    ...authorFacts(Image ?? {}),
  });
};
