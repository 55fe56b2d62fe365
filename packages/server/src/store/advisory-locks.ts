/**
 * The key of every advisory lock that the server takes in its database. Each number is different: two purposes with one
 * key would wait for each other. Servers of two versions run side by side during an upgrade, so a number that is in use
 * stays as it is.
 */
export const ADVISORY_LOCKS = {
  /** Of several servers that start together, one creates the first administrator. */
  firstAdmin: 7_261_001,
  /** One request at a time manages accounts, so that two cannot leave the instance without an administrator. */
  administration: 7_261_002,
  /** Events are numbered under it. */
  eventNumbers: 7_297_168,
  /** The first of two keys; the second is a hash of the extractor's name. One server at a time dispatches its jobs. */
  dispatch: 7_297_169,
  /** Of several servers that start together, one creates a partition for events. */
  eventPartitions: 7_297_170,
  /** One request at a time makes jobs of imported events. */
  imports: 7_297_171,
  /** One server at a time reviews error queues: two would each see a part of their messages. */
  errorQueues: 7_297_172,
  /** One server at a time reviews failures. */
  failures: 7_297_173,
  /** A backup holds it while it copies blobs; the sweep shares it, and removes no blob meanwhile. */
  backup: 7_297_174,
  /** One server at a time tells people of jobs; a watch is made between two of its steps. */
  watches: 7_297_175,
  /** One server at a time looks at the alert rules; a rule is added or changed between two looks. */
  alertRules: 7_297_176,
} as const;
