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

const upload = async (client: Client, route: 'uploadPreview' | 'uploadThumbnail', marker: Marker) => {
  const body = new FormData();
  body.append('File', new Blob([marker], { type: 'image/png' }), `${marker}.png`);
  return ((await (await client.fetch(route, {}, { body })).json()) as { id: string }).id;
};

/** Made through the API by its owner; the members of its space are the people of these names. */
export const createPlace = async (
  { url, db }: Pick<TestServer, 'url' | 'db'>,
  ownerKey: string,
  name: Exclude<PlaceName, 'absent'>,
): Promise<Place> => {
  const client = createClient({ baseUrl: url, key: ownerKey, parseAnswer });
  const marker: Marker = `marker-${name}-${v4()}`;
  const spaceId = (await client.call('createSpace', { body: { name: marker } }))?.id ?? '';
  const datasetId =
    (await client.call('createDataset', { body: { name: marker, description: marker } }))?.id ?? '';
  const collectionId = (await client.call('createCollection', { body: { name: marker } }))?.id ?? '';
  const form = new FormData();
  form.append('file', new Blob([marker], { type: 'text/plain' }), `${marker}.txt`);
  const silent = { params: { id: datasetId }, query: { extract: 'false' } } as const;
  const fileId = (await (await client.fetch('uploadToDataset', silent, { body: form })).json()).id as string;
  const id = fileId;
  await client.call('addFileMetadata', { params: { id }, body: { content: { marker } } });
  await client.call('addFileTags', { params: { id }, body: { tags: [marker] } });
  const sectionId =
    (await client.call('createSection', { body: { file_id: id, description: marker } }))?.id ?? '';
  const previewId = await upload(client, 'uploadPreview', marker);
  await client.call('attachPreview', { params: { id, preview_id: previewId } });
  const thumbnailId = await upload(client, 'uploadThumbnail', marker);
  await client.call('attachThumbnail', { params: { id, thumbnail_id: thumbnailId } });
  const params = { id: collectionId, dataset_id: datasetId };
  await client.call('addDatasetToCollection', { params });
  const submit = { extractor: EXTRACTOR, parameters: { marker } };
  const job = await client.call('submitFileExtraction', { params: { id }, body: submit });
  const onDataset = await client.call('submitDatasetExtraction', { params: { id: datasetId }, body: submit });
  if (name === 'shared') {
    for (const [user_id, role] of MEMBERS)
      await client.call('setSpaceMember', { params: { id: spaceId, user_id }, body: { role } });
    await client.call('shareDataset', { params: { id: datasetId, space_id: spaceId } });
    await client.call('shareCollection', { params: { id: collectionId, space_id: spaceId } });
  }
  if (name === 'public')
    await client.call('setDatasetPublic', { params: { id: datasetId }, body: { public: true } });
  await db.updateTable('jobs').set({ latest_message: marker }).where('dataset_id', '=', datasetId).execute();
  return {
    marker,
    datasetId,
    fileId,
    sectionId,
    previewId,
    thumbnailId,
    jobId: job?.job_id ?? '',
    datasetJobId: onDataset?.job_id ?? '',
    collectionId,
    spaceId,
  };
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
});

/** Tables that change although nothing that anybody stored has changed: when a key was used, whose turn it is. */
const RESTLESS = [
  'api_keys',
  'server_runs',
  'extractors',
  'extractor_statistics',
  'extractor_instances',
  'instance_settings',
];

/** A digest of everything that is stored. */
export const digestOf = async (db: Database): Promise<string> => {
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables
    where schemaname = current_schema() and tablename <> all(${RESTLESS}::text[]) order by tablename`.execute(
    db,
  );
  const each = rows.map(
    ({ name }) => sql`select ${name} as name, (
      select md5(string_agg(t::text, '|' order by t::text)) from ${sql.table(name)} t) as digest`,
  );
  const digests = await sql<{
    name: string;
    digest: string | null;
  }>`${sql.join(each, sql` union all `)}`.execute(db);
  return digests.rows.map(({ name, digest }) => `${name}=${digest}`).join('\n');
};
