export interface HttpSettings {
  readonly kind: 'http';
  readonly url: string;
  /** API key of the instance; undefined where the server asks for none. */
  readonly key: string | undefined;
}
