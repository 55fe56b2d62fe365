/**
 * The addresses of a broker's nodes as they stand in `RABBITMQ_URI`, separated by commas. A comma in a password is none of
 * those: only one before another address separates. Undefined where an address is wrong, or they differ in the protocol
 * or the virtual host.
 */
export const parseBrokerUris = (text: string): readonly string[] | undefined => {
  const uris = text.split(/,\s*(?=amqps?:)/);
  if (!uris.every((uri) => URL.canParse(uri))) return undefined;
  const [first, ...others] = uris.map((uri) => new URL(uri));
  const isLikeFirst = ({ protocol, pathname }: URL): boolean =>
    protocol === first?.protocol && pathname === first.pathname;
  return first && isBroker(first) && others.every((other) => isBroker(other) && isLikeFirst(other))
    ? uris
    : undefined;
};

/** What URLs of other protocols than http allow as the name of a host is more than names have. */
const isBroker = ({ protocol, hostname }: URL): boolean =>
  ['amqp:', 'amqps:'].includes(protocol) && hostname !== '' && !hostname.includes(',');
