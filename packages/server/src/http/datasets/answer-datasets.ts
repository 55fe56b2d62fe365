import type { Rights } from '../../access/rights.ts';
import type { Reader } from '../../model/caller.ts';
import type { Collection, Dataset } from '../../model/dataset.ts';
import type { Database } from '../../store/database.ts';
import { readChangedAt } from '../../store/datasets/dataset-summaries.ts';
import { readPlacedSpaces } from '../../store/granted.ts';
import { collectionToWire, datasetToWire } from '../../wire/dataset.ts';
import { time } from '../../wire/time.ts';
import { ok } from '../handler.ts';

interface AnswerPorts extends Pick<Rights, 'grantOf'> {
  readonly db: Database;
}

/** Datasets as a caller is shown them, with those of their spaces that the caller sees. */
export const answerDatasets = async (ports: AnswerPorts, caller: Reader, datasets: readonly Dataset[]) => {
  const spaces = await spacesOf(ports, caller, 'dataset', datasets);
  return ok(datasets.map((each) => datasetToWire(each, spaces.get(each.id) ?? [])));
};

export const answerDataset = async (ports: AnswerPorts, caller: Reader, dataset: Dataset) => {
  const [spaces, changedAt = dataset.createdAt] = await Promise.all([
    spacesOf(ports, caller, 'dataset', [dataset]),
    readChangedAt(ports.db, dataset.id),
  ]);
  return ok({ ...datasetToWire(dataset, spaces.get(dataset.id) ?? []), changed_at: time(changedAt) });
};

export const answerCollections = async (
  ports: AnswerPorts,
  caller: Reader,
  collections: readonly Collection[],
) => {
  const spaces = await spacesOf(ports, caller, 'collection', collections);
  return ok(collections.map((each) => collectionToWire(each, spaces.get(each.id) ?? [])));
};

export const answerCollection = async (ports: AnswerPorts, caller: Reader, collection: Collection) => {
  const spaces = await spacesOf(ports, caller, 'collection', [collection]);
  return ok(collectionToWire(collection, spaces.get(collection.id) ?? []));
};

const spacesOf = (
  { db, grantOf }: AnswerPorts,
  caller: Reader,
  placed: 'dataset' | 'collection',
  all: readonly { readonly id: string }[],
) =>
  readPlacedSpaces(
    db,
    grantOf(caller, 'see'),
    placed,
    all.map(({ id }) => id),
  );
