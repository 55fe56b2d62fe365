import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type RabbitBroker, startRabbitBroker } from './rabbitmq-broker.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where `createVirtualHost` asks for one: POST creates one, DELETE of its name deletes it. */
    rabbitVirtualHosts: string;
  }
}

/** One RabbitMQ for all integration tests of a run, started when the first asks: most test files need none. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<RabbitBroker> | undefined;
  const broker = (): Promise<RabbitBroker> => (started ??= startRabbitBroker());
  const server = createServer((request, response) => {
    void answer(request, broker).then(
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

const answer = async (request: IncomingMessage, broker: () => Promise<RabbitBroker>): Promise<string> =>
  request.method === 'DELETE'
    ? deleteVirtualHost(await broker(), request.url?.slice(1) ?? '')
    : addVirtualHost(await broker());

const addVirtualHost = async (broker: RabbitBroker): Promise<string> => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await broker.evaluate(`ok = rabbit_vhost:add(<<"${name}">>, <<"tests">>),
    ok = rabbit_auth_backend_internal:set_permissions(
      <<"guest">>, <<"${name}">>, <<".*">>, <<".*">>, <<".*">>, <<"tests">>)`);
  const url = new URL(broker.url);
  url.pathname = `/${name}`;
  return JSON.stringify({ name, url: url.href });
};

const deleteVirtualHost = (broker: RabbitBroker, name: string): Promise<string> =>
  broker.evaluate(`ok = rabbit_vhost:delete(<<"${name}">>, <<"tests">>)`);
