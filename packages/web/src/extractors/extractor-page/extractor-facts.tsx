import type { Extractor, Instance } from '@pawprint/protocol';
import { Fact, Facts } from '../../design/facts.tsx';
import { Tag } from '../../design/tag.tsx';
import text from '../../design/text.module.css';
import { isPresent } from '../instance-status.tsx';
import styles from './extractor-facts.module.css';

interface ExtractorFactsProps {
  readonly extractor: Extractor;
  /** Undefined until they are loaded. */
  readonly instances: readonly Instance[] | undefined;
}

export const ExtractorFacts = ({ extractor, instances }: ExtractorFactsProps) => {
  const repository = repositoryUrl(extractor);
  const lanes = instances ? usedLanes(instances) : '';
  return (
    <Facts>
      {extractor.author ? <Fact name="Author">{extractor.author}</Fact> : null}
      <Fact name="Runs on">
        <Triggers extractor={extractor} />
      </Fact>
      {lanes ? <Fact name="Lane">{lanes}</Fact> : null}
      {extractor.queue ? <Fact name="Queue">{extractor.queue.name}</Fact> : null}
      {repository ? (
        <Fact name="Source">
          <a className={text.link} href={repository} target="_blank" rel="noreferrer">
            repository
          </a>
        </Fact>
      ) : null}
    </Facts>
  );
};

const Triggers = ({ extractor }: { readonly extractor: Extractor }) => {
  const labels = triggerLabels(extractor);
  if (labels.length === 0) return 'by hand only';
  return (
    <span className={styles.triggers}>
      {labels.map((label) => (
        <Tag key={label}>{label}</Tag>
      ))}
    </span>
  );
};

/** What makes a job for the extractor: MIME patterns of files, and changes of datasets or metadata. */
export const triggerLabels = ({ process }: Pick<Extractor, 'process'>): readonly string[] => [
  ...(process.file ?? []),
  ...(process.dataset ?? []).map((operation) => `dataset ${operation}`),
  ...(process.metadata ?? []).map((operation) => `metadata ${operation}`),
];

const LANES: Readonly<Record<Instance['lane'], string>> = { rabbitmq: 'RabbitMQ', http: 'HTTP' };

export const laneLabel = (lane: Instance['lane']): string => LANES[lane];

/** The lanes on which the extractor's instances take jobs, "RabbitMQ, HTTP". One that stopped or is gone takes none. */
export const usedLanes = (instances: readonly Instance[]): string =>
  (['rabbitmq', 'http'] as const)
    .filter((lane) => instances.some((instance) => instance.lane === lane && isPresent(instance)))
    .map(laneLabel)
    .join(', ');

/** The first repository with a web address. Extractors are not trusted: an address may be a script. */
export const repositoryUrl = ({ repository }: Pick<Extractor, 'repository'>): string | undefined =>
  repository.map(({ repUrl }) => repUrl ?? '').find(isWebAddress);

const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);
