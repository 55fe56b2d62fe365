import { type Client, createClient, parseAnswer } from '@pawprint/protocol';
import type { TestServer } from '@pawprint/testing';
import { sql } from 'kysely';
import { v4, v7 } from 'uuid';
import { addApiKey } from '../../access/keys.ts';
import type { Database } from '../../store/database.ts';

/** In the names and texts of whatever is of one place, so that an answer shows what it contains. */
export type Marker = `marker-${string}`;

/** A dataset with everything that a route can be about, and where it lies. */
export interface Place {
  readonly marker: Marker;
  readonly datasetId: string;
  readonly fileId: string;
  readonly sectionId: string;
  readonly previewId: string;
  readonly thumbnailId: string;
  readonly jobId: string;
  readonly datasetJobId: string;
  readonly collectionId: string;
  readonly spaceId: string;
  readonly failureId: string;
  readonly viewId: string;
}

export type PlaceName = 'private' | 'shared' | 'public' | 'absent';

export const PEOPLE = {
  owner: 'user',
  viewer: 'user',
  editor: 'user',
  manager: 'user',
  stranger: 'user',
  root: 'admin',
  auditor: 'auditor',
  operator: 'operator',
  machine: 'extractor',
} as const;
export type PersonName = keyof typeof PEOPLE;

export const EXTRACTOR = 'word-count';

const keyOf = (name: string): string => `key-of-${name}-0123456789`;

/** Accounts, each with a key. */
export const createPeople = async (db: Database): Promise<Readonly<Record<PersonName, string>>> => {
  for (const [id, role] of Object.entries(PEOPLE)) {
    await db
      .insertInto('users')
      .values({ id, name: id, email: `${id}@example.org`, role })
      .execute();
    await addApiKey(db, id, 'test', keyOf(id));
  }
  return Object.fromEntries(Object.keys(PEOPLE).map((id) => [id, keyOf(id)])) as Record<PersonName, string>;
};

const MEMBERS = [
  ['viewer', 'viewer'],
  ['editor', 'editor'],
  ['manager', 'admin'],
] as const;

const idOf = (made: { readonly id: string } | undefined): string => made?.id ?? '';

const uploadPreview = async (
  client: Client,
  route: 'uploadPreview' | 'uploadThumbnail',
  marker: Marker,
): Promise<string> => {
  const body = new FormData();
  body.append('File', new Blob([marker], { type: 'image/png' }), `${marker}.png`);
  return (await (await client.fetch(route, {}, { body })).json()).id;
};

const uploadFile = async (client: Client, datasetId: string, marker: Marker): Promise<string> => {
  const body = new FormData();
  body.append('file', new Blob([marker], { type: 'text/plain' }), `${marker}.txt`);
  const silent = { params: { id: datasetId }, query: { extract: 'false' } } as const;
  return (await (await client.fetch('uploadToDataset', silent, { body })).json()).id;
};

const shareWithMembers = (
  client: Client,
  { spaceId, datasetId, collectionId }: Pick<Place, 'spaceId' | 'datasetId' | 'collectionId'>,
): Promise<unknown>[] => [
  ...MEMBERS.map(([user_id, role]) =>
    client.call('setSpaceMember', { params: { id: spaceId, user_id }, body: { role } }),
  ),
  client.call('shareDataset', { params: { id: datasetId, space_id: spaceId } }),
  client.call('shareCollection', { params: { id: collectionId, space_id: spaceId } }),
];

/** Made through the API by its owner; the members of its space are the people of these names. */
export const createPlace = async (
  { url, db }: Pick<TestServer, 'url' | 'db'>,
  ownerKey: string,
  name: Exclude<PlaceName, 'absent'>,
): Promise<Place> => {
  const client = createClient({ baseUrl: url, key: ownerKey, parseAnswer });
  const marker: Marker = `marker-${name}-${v4()}`;
  const named = { body: { name: marker, description: marker } };
  const [spaceId, datasetId, collectionId] = await Promise.all([
    client.call('createSpace', named).then(idOf),
    client.call('createDataset', named).then(idOf),
    client.call('createCollection', named).then(idOf),
  ]);
  const fileId = await uploadFile(client, datasetId, marker);
  const params = { id: fileId };
  const submit = { extractor: EXTRACTOR, parameters: { marker } };
  const [sectionId, previewId, thumbnailId, jobId, datasetJobId] = await Promise.all([
    client.call('createSection', { body: { file_id: fileId, description: marker } }).then(idOf),
    uploadPreview(client, 'uploadPreview', marker),
    uploadPreview(client, 'uploadThumbnail', marker),
    client.call('submitFileExtraction', { params, body: submit }).then((job) => job?.job_id ?? ''),
    client
      .call('submitDatasetExtraction', { params: { id: datasetId }, body: submit })
      .then((job) => job?.job_id ?? ''),
    client.call('addFileMetadata', { params, body: { content: { marker } } }),
    client.call('addFileTags', { params, body: { tags: [marker] } }),
    client.call('addDatasetToCollection', { params: { id: collectionId, dataset_id: datasetId } }),
  ]);
  await Promise.all([
    client.call('attachPreview', { params: { ...params, preview_id: previewId } }),
    client.call('attachThumbnail', { params: { ...params, thumbnail_id: thumbnailId } }),
    ...(name === 'shared' ? shareWithMembers(client, { spaceId, datasetId, collectionId }) : []),
    name === 'public' &&
      client.call('setDatasetPublic', { params: { id: datasetId }, body: { public: true } }),
  ]);
  await addFailure(db, { marker, datasetId });
  await db.updateTable('jobs').set({ latest_message: marker }).where('dataset_id', '=', datasetId).execute();
  return {
    marker,
    datasetId,
    fileId,
    sectionId,
    previewId,
    thumbnailId,
    jobId,
    datasetJobId,
    collectionId,
    spaceId,
    failureId: marker,
    viewId: await addView(db, marker, name),
  };
};

/** A failure of the place's dataset, whose id and text are the marker. */
const addFailure = async (
  db: Database,
  { marker, datasetId }: Pick<Place, 'marker' | 'datasetId'>,
): Promise<void> => {
  const now = new Date();
  await db
    .insertInto('failures')
    .values({ id: marker, kind: 'failed', extractor: EXTRACTOR, fingerprint: marker })
    .execute();
  await db
    .insertInto('failure_totals')
    .values({
      hour: now,
      dataset_id: datasetId,
      failure: marker,
      submitted_by: 'owner',
      jobs: 1,
      first_at: now,
      last_at: now,
    })
    .execute();
};

/** A saved view of the owner, shared unless the place is private. Not by the API, which limits how many one person has. */
const addView = async (db: Database, marker: Marker, place: PlaceName): Promise<string> => {
  const [id, now] = [v7(), new Date()];
  await db
    .insertInto('job_views')
    .values({
      id,
      name: marker,
      query: marker,
      sort: '-submitted_at',
      created_by: 'owner',
      private_to: place === 'private' ? 'owner' : null,
      created_at: now,
      changed_at: now,
    })
    .execute();
  return id;
};

export const absentPlace = (): Place => ({
  marker: `marker-${v4()}`,
  datasetId: v7(),
  fileId: v7(),
  sectionId: v7(),
  previewId: v7(),
  thumbnailId: v7(),
  jobId: v7(),
  datasetJobId: v7(),
  collectionId: v7(),
  spaceId: v7(),
  failureId: v7(),
  viewId: v7(),
});

/**
 * Tables that change although nothing that anybody stored has changed: when a key was used, whose turn
 * it is, which blobs wait to be deleted.
 */
const RESTLESS = [
  'api_keys',
  'server_runs',
  'extractors',
  'extractor_statistics',
  'extractor_instances',
  'instance_settings',
  'alert_states',
  'alert_samples',
  'doomed_blobs',
];

/** Jobs, with their attempts and events, of no place that is still used. */
export const deleteOtherJobs = async (db: Database, places: readonly Place[]): Promise<void> => {
  const used = places.map(({ datasetId }) => datasetId);
  await sql`delete from jobs where dataset_id <> all(${used}::uuid[])`.execute(db);
  await sql`delete from job_events where job_id not in (select id from jobs)`.execute(db);
};

/** Refused passwords and links are counted, and recorded five minutes after the first: while another route is tested. */
const COUNTED_ACT = 'account.refuse_password';

/** A digest of everything that is stored. */
export const digestOf = async (db: Database): Promise<string> => {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = current_schema() and tablename <> all(${RESTLESS}::text[]) order by tablename`.execute(
    db,
  );
  const each = rows.map(
    ({ name }) => sql`select ${name} as name, (
      select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) from ${sql.table(name)} t
      where ${name === 'audit_log' ? sql`act <> ${COUNTED_ACT}` : sql`true`}) as digest`,
  );
  const digests = await sql<{
    name: string;
    digest: string | null;
  }>`${sql.join(each, sql` union all `)}`.execute(db);
  return digests.rows.map(({ name, digest }) => `${name}=${digest}`).join('\n');
};
