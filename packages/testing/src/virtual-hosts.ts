import { randomBytes } from 'node:crypto';
import type { RabbitBroker } from './rabbitmq-broker.ts';

const randomName = (): string => `test_${randomBytes(6).toString('hex')}`;

/** Erlang's binary; its escapes are JSON's for what names and patterns are made of. */
const binary = (text: string): string => `<<${JSON.stringify(text)}>>`;

const permit = (user: string, host: string, { configure, write, read }: RabbitPermissions): string =>
  `ok = rabbit_auth_backend_internal:set_permissions(${[user, host, configure, write, read, 'tests'].map(binary).join(', ')})`;

/** Its name, and its address with the administrator's name and password. */
export const addVirtualHost = async (broker: RabbitBroker): Promise<{ name: string; url: string }> => {
  const name = randomName();
  const everything = permit('guest', name, { configure: '.*', write: '.*', read: '.*' });
  await broker.evaluate(`ok = rabbit_vhost:add(${binary(name)}, <<"tests">>), ${everything}`);
  const url = new URL(broker.url);
  url.pathname = `/${name}`;
  return { name, url: url.href };
};

/** The address of the virtual host for a new user. */
export const addUser = async (
  broker: RabbitBroker,
  host: string,
  permissions: RabbitPermissions,
): Promise<string> => {
  const user = randomName();
  const add = `ok = rabbit_auth_backend_internal:add_user(${binary(user)}, ${binary(user)}, <<"tests">>)`;
  await broker.evaluate(`${add}, ${permit(user, host, permissions)}`);
  const url = new URL(broker.url);
  return Object.assign(url, { username: user, password: user, pathname: `/${host}` }).href;
};

export const deleteVirtualHost = async (broker: RabbitBroker, name: string): Promise<void> =>
  void (await broker.evaluate(`ok = rabbit_vhost:delete(${binary(name)}, <<"tests">>)`));

/** Regular expressions on names, as `rabbitmqctl set_permissions` takes them. */
export interface RabbitPermissions {
  readonly configure: string;
  readonly write: string;
  readonly read: string;
}
