import { Icon } from '../design/icon.tsx';
import type { Agent, AgentGroup } from './group-by-agent.ts';
import { MetadataDocument } from './metadata-document.tsx';

const Who = ({ agent }: { readonly agent: Agent }) => (
  <>
    <span className="dim" title={agent.kind === 'person' ? 'Written by a person' : 'Made by an extractor'}>
      <Icon name={agent.kind === 'person' ? 'person' : 'flask'} />
    </span>
    <h2 className="trunc">{agent.name}</h2>
  </>
);

/** What one extractor or person said: the latest open, what came before it folded. */
export const MetadataGroup = ({ group: { agent, documents } }: { readonly group: AgentGroup }) => {
  const [latest, ...earlier] = documents;
  return (
    <section className="panel" aria-label={agent.name}>
      <MetadataDocument document={latest} title={<Who agent={agent} />} />
      {earlier.length > 0 ? (
        <details className="earlier">
          <summary className="dim">{earlier.length} earlier</summary>
          {earlier.map((document) => (
            <MetadataDocument key={document.id} document={document} />
          ))}
        </details>
      ) : null}
    </section>
  );
};
