import type { Extractor, Instance } from '@pawprint/protocol';
import { Fact } from '../../design/fact.tsx';
import { lanesOf, sourceOf, wishesOf } from './extractor-words.ts';

const Wishes = ({ extractor }: { readonly extractor: Extractor }) => {
  const wishes = wishesOf(extractor);
  if (wishes.length === 0) return 'by hand only';
  return (
    <span className="tags-list">
      {wishes.map((wish) => (
        <span key={wish} className="tag">
          {wish}
        </span>
      ))}
    </span>
  );
};

interface ExtractorFactsProps {
  readonly extractor: Extractor;
  /** Undefined while nobody knows them. */
  readonly instances: readonly Instance[] | undefined;
}

export const ExtractorFacts = ({ extractor, instances }: ExtractorFactsProps) => {
  const source = sourceOf(extractor);
  const lanes = instances ? lanesOf(instances) : '';
  return (
    <dl className="facts">
      {extractor.author ? <Fact name="Author">{extractor.author}</Fact> : null}
      <Fact name="Runs on">
        <Wishes extractor={extractor} />
      </Fact>
      {lanes ? <Fact name="Lane">{lanes}</Fact> : null}
      {source ? (
        <Fact name="Source">
          <a className="l" href={source} target="_blank" rel="noreferrer">
            repository
          </a>
        </Fact>
      ) : null}
    </dl>
  );
};
