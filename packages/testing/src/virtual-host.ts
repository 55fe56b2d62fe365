import { inject } from 'vitest';
import type {} from './rabbitmq-global-setup.ts';

export interface VirtualHost {
  readonly name: string;
  /** With an administrator's name and password. */
  readonly url: string;
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
  return { name, url, delete: async () => void (await ask(`${hosts}${name}`, 'DELETE')) };
};

const ask = async (url: string, method: 'POST' | 'DELETE'): Promise<string> => {
  const response = await fetch(url, { method });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
};
