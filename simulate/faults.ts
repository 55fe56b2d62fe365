import type { Fault } from './plan.ts';
import { ServerDied } from './server.ts';
import { addServer, type World } from './world.ts';

/** Lets a fault of the plan happen, and plans its end. */
export const happen = async (world: World, fault: Fault): Promise<void> => {
  switch (fault.fault) {
    case 'server stops':
      return stopServers(world, fault.forMs);
    case 'server dies':
      world.servers.at(-1)?.dieAfterPublishing(fault.forMs);
      return undefined;
    case 'server is replaced':
      return replaceServer(world, fault.forMs);
    case 'broker stops':
      return stopBroker(world, fault.forMs);
    case 'queue is deleted':
      return deleteQueue(world, fault.extractor);
    case 'instance dies': {
      const instance = world.instances.get(fault.extractor)?.[fault.instance];
      instance?.die();
      return world.timeline.after(fault.forMs, () => instance?.start());
    }
  }
};

const stopServers = async (world: World, forMs: number): Promise<void> => {
  if (world.servers.length === 0) return;
  for (const server of world.servers.splice(0)) {
    await server.renew();
    server.end();
  }
  startAgain(world, forMs);
};

/** One step of each server. One that dies in it starts again later, where no other runs then. */
export const stepServers = async (world: World): Promise<void> => {
  // One that dies is removed meanwhile.
  const running = world.servers.slice();
  for (const server of running) {
    try {
      await server.step();
    } catch (error) {
      if (!(error instanceof ServerDied)) throw error;
      world.servers.splice(world.servers.indexOf(server), 1);
      server.end();
      startAgain(world, error.forMs);
    }
  }
};

const startAgain = (world: World, afterMs: number): void =>
  world.timeline.after(afterMs, async () => {
    if (world.servers.length === 0) await addServer(world);
  });

const replaceServer = async (world: World, forMs: number): Promise<void> => {
  const [before] = world.servers;
  if (before === undefined) return;
  await addServer(world);
  world.timeline.after(forMs, async () => {
    const index = world.servers.indexOf(before);
    if (index < 0 || world.servers.length === 1) return;
    world.servers.splice(index, 1);
    await before.renew();
    before.end();
  });
};

const stopBroker = ({ broker, timeline }: World, forMs: number): void => {
  if (!broker.isUp()) return;
  broker.stop();
  timeline.after(forMs, () => broker.start());
};

const deleteQueue = ({ broker, timeline, truth }: World, extractor: string): void => {
  for (const jobId of broker.deleteQueue(extractor)) {
    const job = truth.get(jobId);
    if (job !== undefined) job.messageLostAt = timeline.now();
  }
};
