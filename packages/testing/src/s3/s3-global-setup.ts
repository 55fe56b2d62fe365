import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type S3Server, startS3Server } from './s3-server.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Answers the endpoint of the run's S3 server. */
    s3Endpoint: string;
  }
}

/** One S3 server for all integration tests of a run. It is started on demand, since most test files need none. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<S3Server> | undefined;
  const server = createServer((_request, response) => {
    started ??= startS3Server();
    started.then(
      ({ endpoint }) => response.end(endpoint),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('s3Endpoint', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return async () => {
    server.closeAllConnections();
    server.close();
    await (await started)?.close();
  };
}
