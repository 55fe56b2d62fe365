// @ts-check
// Loaded into a process that is started with an IPC channel: it ends when its parent does, also when that is killed. It
// asks itself to, so that it first ends what it has started.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
