// @ts-check

/** @typedef {import('@pawprint/protocol').Job} Job */

/**
 * @typedef {object} JobStory a job with its attempts and events
 * @property {Pick<Job, 'extractor' | 'state' | 'error' | 'reason'> & { resource: { name: string } }} job
 * @property {readonly Pick<import('@pawprint/protocol').Attempt, 'outcome'>[]} attempts
 * @property {readonly Pick<import('@pawprint/protocol').Event, 'kind' | 'message'>[]} events
 */

/**
 * @param {import('@pawprint/protocol').Client} client
 * @param {readonly Job[]} jobs
 * @returns {Promise<JobStory[]>}
 */
export const readStories = (client, jobs) =>
  Promise.all(
    jobs.map(async (job) => {
      const params = { id: job.id };
      const shown = await client.call('showJob', { params });
      const events = await client.call('listJobEvents', { params, query: { limit: 1000 } });
      return { job, attempts: shown?.attempts ?? [], events: events?.items ?? [] };
    }),
  );

/**
 * @param {readonly JobStory[]} stories
 * @returns {import('./stage.mjs').Row[]} one for each extractor
 */
export function rowsOf(stories) {
  const names = [...new Set(stories.map(({ job }) => job.extractor))].toSorted();
  return names.map((extractor) => {
    const own = stories.filter(({ job }) => job.extractor === extractor);
    return {
      extractor,
      jobs: own.length,
      attempts: own.reduce((sum, { attempts }) => sum + attempts.length, 0),
      outcome: outcomeOf(own),
      events: own.reduce((sum, { events }) => sum + events.length, 0),
    };
  });
}

/** @param {readonly JobStory[]} stories */
function outcomeOf(stories) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { job, attempts } of stories) {
    const path = attempts.length > 1 ? attempts.map(({ outcome }) => outcome).join(' → ') : job.state;
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  return [...counts].map(([path, count]) => `${count} ${path}`).join(', ');
}

/** @param {JobStory} story */
export const nameOf = ({ job }) => `${job.extractor} on ${job.resource.name}`;

/**
 * Checks the job of an extractor that works: it succeeded, with these attempts, each of which began once.
 * @param {JobStory} story
 * @param {readonly string[]} outcomes of its attempts
 */
export function deviationsFrom(story, outcomes) {
  const { job, attempts, events } = story;
  const found = attempts.map(({ outcome }) => outcome).join(', ');
  const started = events.filter(({ kind }) => kind === 'STARTED').length;
  return [
    ...(job.state === 'SUCCEEDED'
      ? []
      : [`${nameOf(story)} is ${job.state}: ${job.error?.message ?? job.reason?.text}`]),
    ...(found === outcomes.join(', ') ? [] : [`${nameOf(story)} had the attempts ${found || 'none'}`]),
    ...(started === outcomes.length ? [] : [`${nameOf(story)} started ${started} times`]),
  ];
}
