import { inject } from 'vitest';
import type {} from './rabbitmq-global-setup.ts';
import type { RabbitPermissions } from './virtual-hosts.ts';

export interface VirtualHost {
  readonly name: string;
  /** With an administrator's name and password. */
  readonly url: string;
  /** The address for a new user who may do only this. */
  urlWith(permissions: RabbitPermissions): Promise<string>;
  /** Closes every connection to it and deletes what is in it. */
  delete(): Promise<void>;
}

/**
 * An empty virtual host of one's own on the run's RabbitMQ, which the first one who asks starts (some seconds).
 * Ask for one per test file.
 */
export const createVirtualHost = async (): Promise<VirtualHost> => {
  const hosts = inject('rabbitVirtualHosts');
  const { name, url }: { name: string; url: string } = JSON.parse(await ask(hosts, 'POST'));
  const host = `${hosts}${name}`;
  return {
    name,
    url,
    urlWith: (permissions) => ask(host, 'POST', JSON.stringify(permissions)),
    delete: async () => void (await ask(host, 'DELETE')),
  };
};

const ask = async (url: string, method: 'POST' | 'DELETE', body: string | null = null): Promise<string> => {
  const response = await fetch(url, { method, body });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
};
