import { shown } from '../shown-file.tsx';

/** Without the bytes: the gallery has a drawing in place of every file. */
export const Audio = shown('night.wav', 'audio/wav', 'RIFF');

export const Video = shown('transect.webm', 'video/webm', '');
