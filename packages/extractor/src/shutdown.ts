import type { Readable, Writable } from 'node:stream';

/** From the end of all work to ending the process for handlers that still hold it open. */
const LINGER_MS = 1_000;

type SignalListener = (signal: NodeJS.Signals) => void;

/** What is watched of a process. */
export interface WatchedProcess {
  on(signal: NodeJS.Signals, listener: SignalListener): unknown;
  off(signal: NodeJS.Signals, listener: SignalListener): unknown;
  exit(): void;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
}

export interface ShutdownPorts {
  readonly process: WatchedProcess;
  /** Started by a supervisor that holds our stdin open for as long as it lives. */
  readonly supervised: boolean;
  readonly stop: (why: string) => void;
}

export interface StopWatch {
  /** Call it when everything is done. After a stop the process then ends soon, also where a handler still runs. */
  readonly release: () => void;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** npm and npx send on the signal that the whole group of processes has got already. */
const REPEATED_WITHIN_MS = 500;

/** A signal is handled once, with its repeats: a later one ends the process at once, as usual. */
const watchSignals = ({ process, stop }: ShutdownPorts): (() => void) => {
  let asked = false;
  const release = () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
  const onSignal = (signal: NodeJS.Signals) => {
    if (asked) return;
    asked = true;
    stop(signal);
    setTimeout(release, REPEATED_WITHIN_MS).unref();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return release;
};

/**
 * When the supervisor is killed, our stdin closes and our output has no reader any more. Without the error listeners the
 * next line written would end the process before it has given its jobs back.
 */
const watchSupervisor = ({ process, stop }: ShutdownPorts): (() => void) => {
  const onEnd = () => stop('its supervisor has ended');
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.stdin.once('end', onEnd).once('error', onEnd).resume();
  return () => void process.stdin.off('end', onEnd).off('error', onEnd).pause();
};

/** Stops the instance at SIGTERM and SIGINT, and when the supervisor that started it has ended. */
export const watchForStop = (ports: ShutdownPorts): StopWatch => {
  let asked = false;
  const stop = (why: string) => {
    asked = true;
    ports.stop(why);
  };
  const releaseSignals = watchSignals({ ...ports, stop });
  const releaseSupervisor = ports.supervised ? watchSupervisor({ ...ports, stop }) : () => undefined;
  return {
    release() {
      releaseSignals();
      releaseSupervisor();
      if (asked) setTimeout(() => ports.process.exit(), LINGER_MS).unref();
    },
  };
};
