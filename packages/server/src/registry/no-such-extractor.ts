import { type Refusal, refuse } from '../http/handler.ts';

export const noSuchExtractor = (name: string): Refusal =>
  refuse('extractor_not_found', `There is no extractor ${name}.`);
