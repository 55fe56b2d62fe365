const parsed = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** A server's address without its last slash. Throws a TypeError that names the setting. */
export const httpAddress = (setting: string, text: string): string => {
  const protocol = parsed(text)?.protocol;
  if (protocol === 'http:' || protocol === 'https:') return text.replace(/\/+$/, '');
  throw new TypeError(`${setting} is “${text}”; expected is an address like http://127.0.0.1:9000.`);
};

/** A broker's address has a password in it, so what is wrong with it is told without repeating it. */
export const brokerAddress = (setting: string, text: string): string => {
  const protocol = parsed(text)?.protocol;
  if (protocol === 'amqp:' || protocol === 'amqps:') return text;
  throw new TypeError(`${setting} is no address like amqp://user:password@broker:5672/%2f.`);
};
