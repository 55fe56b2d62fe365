// No schemas: the page, which loads none, checks names by the same rules.
import { isPrivateName } from '../rabbitmq/names.ts';

export const EXTRACTOR_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
export const NAME_RULE = 'letters, digits, dots, dashes and underscores, at most 128';

/** Of a page of the web app beside those of extractors: `/extractors/new`. No extractor can be registered as this. */
export const isPageName = (name: string): boolean => name === 'new';

/** Why nobody can register a public extractor by this name; undefined where it can be. */
export const refuseName = (name: string): string | undefined => {
  if (!EXTRACTOR_NAME.test(name)) return `A name has ${NAME_RULE}, and begins with a letter or a digit.`;
  if (isPageName(name)) return `${name} is the name of a page here, and no extractor’s. Choose another name.`;
  return isPrivateName(name)
    ? 'Names that begin with “private.” are those of private extractors, which RabbitMQ announces.'
    : undefined;
};
