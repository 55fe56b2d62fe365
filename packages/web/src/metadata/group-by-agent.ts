import type { Metadata } from '@pawprint/protocol';

export interface Agent {
  readonly kind: 'extractor' | 'person';
  readonly name: string;
}

export interface AgentGroup {
  readonly agent: Agent;
  /** Newest first, never empty. */
  readonly documents: readonly [Metadata, ...Metadata[]];
}

/** Groups documents by extractor or person. The group with the newest document comes first. */
export const groupByAgent = (all: readonly Metadata[]): readonly AgentGroup[] => {
  const groups = new Map<string, AgentGroup>();
  for (const document of all.toSorted(newestFirst)) {
    const agent = agentOf(document);
    const key = `${agent.kind} ${agent.name}`;
    const before = groups.get(key);
    groups.set(
      key,
      before
        ? { agent, documents: [...before.documents, document] as [Metadata, ...Metadata[]] }
        : { agent, documents: [document] },
    );
  }
  return [...groups.values()];
};

interface GroupByAge {
  /** Newest first. Empty where somebody else has edited all that a person wrote. */
  readonly current: readonly Metadata[];
  /** Some may be newer, of versions that are superseded. */
  readonly earlier: readonly Metadata[];
}

/**
 * What an extractor writes takes the place of what it wrote before, unless its version is superseded; what a person wrote
 * counts until it is edited. Where all versions are superseded, the newest document is shown in its place.
 */
export const splitByAge = ({ agent, documents }: AgentGroup): GroupByAge => {
  const latest = documents.find((document) => !document.is_superseded) ?? documents[0];
  const counts = ({ id, replaced_by }: Metadata): boolean =>
    agent.kind === 'person' ? replaced_by === null : id === latest.id;
  return { current: documents.filter(counts), earlier: documents.filter((document) => !counts(document)) };
};

/** The document that this one took the place of, if the same agent wrote it. */
export const documentBefore = ({ agent, documents }: AgentGroup, { id }: Metadata): Metadata | undefined =>
  agent.kind === 'person'
    ? documents.find(({ replaced_by }) => replaced_by === id)
    : documents[documents.findIndex((document) => document.id === id) + 1];

const lastPart = (address: string | undefined): string | undefined =>
  address?.split('/').filter(Boolean).at(-1);

/** Clowder's clients write "cat:extractor" or "extractor" as type, and often an address in place of a name. */
export const agentOf = ({ agent }: Metadata): Agent => {
  const kind = /extractor/i.test(agent['@type']) || agent.extractor_id ? 'extractor' : 'person';
  const name = agent.name ?? lastPart(agent.extractor_id) ?? lastPart(agent.user_id) ?? 'unknown';
  return { kind, name: name.includes('/') ? (lastPart(name) ?? name) : name };
};

const newestFirst = (one: Metadata, other: Metadata): number => (one.created < other.created ? 1 : -1);
