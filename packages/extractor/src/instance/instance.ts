/** One running process of an extractor, as the server knows it. */
export interface Instance {
  readonly id: string;
  readonly extractor: string;
  readonly version: string;
}
