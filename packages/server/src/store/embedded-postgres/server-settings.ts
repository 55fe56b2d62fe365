/**
 * Written into a new cluster's postgresql.conf, where an operator may change them: small enough that server and
 * database idle together below 250 MB, and safe (fsync and full_page_writes keep their default, on).
 */
export const NEW_CLUSTER_SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '64MB',
  max_connections: '40',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  max_parallel_workers_per_gather: '1',
  max_logical_replication_workers: '0',
  max_wal_senders: '0',
  wal_level: 'minimal',
  io_method: 'sync',
  // Compiling costs more than our short statements, and loads 40 MB of code into each connection.
  jit: 'off',
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] ',
  timezone: 'UTC',
};

/** Given at every start, above what postgresql.conf says: the database is never reachable from elsewhere. */
export function mandatorySettings(port: number, clusterName: string): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    cluster_name: clusterName,
  };
}

export function asArguments(flag: string, settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}
