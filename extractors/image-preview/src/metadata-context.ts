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
