import type { Readable, Writable } from 'node:stream';

/** From the end of all work to ending the process for handlers that still hold it open. */
const LINGER_MS = 1_000;

type SignalListener = (signal: NodeJS.Signals) => void;

/** What is watched of a process. */
export interface WatchedProcess {
  once(signal: NodeJS.Signals, listener: SignalListener): unknown;
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
  /** Everything is done. If a stop was asked for, the process ends soon, whatever handlers left behind do. */
  readonly release: () => void;
}

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Each is heeded once: a second one ends the process at once, as it does everywhere. */
const watchSignals = ({ process, stop }: ShutdownPorts): (() => void) => {
  const onSignal = (signal: NodeJS.Signals) => stop(signal);
  for (const signal of SIGNALS) process.once(signal, onSignal);
  return () => {
    for (const signal of SIGNALS) process.off(signal, onSignal);
  };
};

/**
 * A supervisor that was killed closes our stdin, and takes the reader of our output with it: the next line written
 * would bring the process down in the middle of handing its jobs over.
 */
const watchSupervisor = ({ process, stop }: ShutdownPorts): (() => void) => {
  const gone = () => stop('its supervisor is gone');
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  process.stdin.once('end', gone).once('error', gone).resume();
  return () => void process.stdin.off('end', gone).off('error', gone).pause();
};

/** Has the instance stopped at SIGTERM and SIGINT, and when the supervisor that started it is gone. */
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
