/**
 * Why the server would register no extractor by this name; undefined where it would. The same rules as its own, which
 * this package would have to bring along: a test compares them.
 */
export const refuseName = (name: string): string | undefined => {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(name))
    return `${name} is no name of an extractor: it has letters, digits, dots, dashes and underscores, begins with a letter or a digit, and is at most 128 long.`;
  if (name === 'new') return 'No extractor can be called new: that is the name of a page.';
  return name.startsWith('private.')
    ? `${name} is a name of a private extractor, which RabbitMQ announces. Choose another one.`
    : undefined;
};
