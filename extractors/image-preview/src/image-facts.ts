import sharp from 'sharp';
import { type ExifFacts, exifFacts } from './exif-facts.ts';

/** The facts in the header of an image. */
export interface ImageFacts {
  /** Pixels, as people see it: turned as the camera was held. */
  readonly width: number;
  readonly height: number;
  /** `jpeg`, `png`, `webp`, `gif`, `tiff`, `heif`, `svg` … */
  readonly format: string;
  /** `srgb`, `b-w`, `cmyk` … */
  readonly color_space: string;
  /** Frames of an animation, or pages; 1 for a plain image. */
  readonly pages: number;
  readonly exif: ExifFacts;
  /** The error message if the EXIF data could not be read. */
  readonly exif_damage?: string;
}

const readExif = (block: Buffer | undefined): Pick<ImageFacts, 'exif' | 'exif_damage'> => {
  if (!block) return { exif: {} };
  try {
    return { exif: exifFacts(block) };
  } catch (error) {
    return { exif: {}, exif_damage: String(error) };
  }
};

/** Rejects if the file is not a readable image. No pixels are decoded, so images of any size can be read. */
export const readImageFacts = async (path: string): Promise<ImageFacts> => {
  const {
    autoOrient,
    format,
    space,
    pages = 1,
    exif,
  } = await sharp(path, {
    limitInputPixels: false,
  }).metadata();
  return {
    width: autoOrient.width,
    height: autoOrient.height,
    format,
    color_space: space,
    pages,
    ...readExif(exif),
  };
};

const EXIF = 'http://www.w3.org/2003/12/exif/ns#';
const NFO = 'http://www.semanticdesktop.org/ontologies/2007/03/22/nfo#';
const GEO = 'http://www.w3.org/2003/01/geo/wgs84_pos#';

/** What each field means, for programs that read JSON-LD. */
export const METADATA_CONTEXT = {
  exif: EXIF,
  nfo: NFO,
  geo: GEO,
  width: 'nfo:width',
  height: 'nfo:height',
  format: 'http://purl.org/dc/elements/1.1/format',
  color_space: 'exif:colorSpace',
  pages: 'nfo:frameCount',
  camera_make: 'exif:make',
  camera_model: 'exif:model',
  lens: 'http://ns.adobe.com/exif/1.0/aux/Lens',
  taken_at: 'exif:dateTimeOriginal',
  exposure_time_s: 'exif:exposureTime',
  f_number: 'exif:fNumber',
  iso: 'exif:isoSpeedRatings',
  focal_length_mm: 'exif:focalLength',
  latitude: 'geo:lat',
  longitude: 'geo:long',
  altitude_m: 'geo:alt',
  description: 'exif:imageDescription',
  artist: 'exif:artist',
  copyright: 'exif:copyright',
  software: 'exif:software',
};
