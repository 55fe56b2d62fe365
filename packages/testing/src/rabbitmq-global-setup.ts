import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';
import { type RabbitBroker, startRabbitBroker } from './rabbitmq-broker.ts';
import { addUser, addVirtualHost, deleteVirtualHost, type RabbitPermissions } from './virtual-hosts.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where `createVirtualHost` asks: POST creates one; POST to its name adds a user, DELETE deletes it. */
    rabbitVirtualHosts: string;
  }
}

/** One RabbitMQ for all integration tests of a run. It is started on demand, since most test files need none. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<RabbitBroker> | undefined;
  const broker = (): Promise<RabbitBroker> => (started ??= startRabbitBroker());
  const server = createServer((request, response) => {
    void broker()
      .then((running) => answer(running, request))
      .then(
        (text) => response.end(text),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('rabbitVirtualHosts', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return async () => {
    server.closeAllConnections();
    server.close();
    await (await started)?.close();
  };
}

const answer = async (broker: RabbitBroker, request: IncomingMessage): Promise<string> => {
  const name = request.url?.slice(1) ?? '';
  if (request.method === 'DELETE') {
    await deleteVirtualHost(broker, name);
    return '';
  }
  if (name === '') return JSON.stringify(await addVirtualHost(broker));
  return addUser(broker, name, (await json(request)) as RabbitPermissions);
};
