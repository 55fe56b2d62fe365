import { formatCount } from '../../design/count.ts';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { extensionOf, type FileScope, type Kind, kindsIn, SCOPES, type Scope, typeOf } from './file-scope.ts';
import { scopeWords } from './scope-words.ts';
import type { DatasetListing } from './use-dataset-listing.ts';

const WORDS: Readonly<Record<Scope, string>> = {
  all: 'All',
  selected: 'Selected',
  extension: 'By extension',
  type: 'By type',
};

interface KindChipsProps {
  readonly label: string;
  readonly kinds: readonly Kind[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

const KindChips = ({ label, kinds, chosen, onChange }: KindChipsProps) => (
  <fieldset className="choice" aria-label={label}>
    <div className="submit-kinds">
      {kinds.map(({ name, count }) => (
        <button
          key={name}
          type="button"
          className="chip"
          aria-pressed={chosen.includes(name)}
          onClick={() =>
            onChange(chosen.includes(name) ? chosen.filter((each) => each !== name) : [...chosen, name])
          }
        >
          {name || 'none'} <span className="n">{formatCount(count)}</span>
        </button>
      ))}
    </div>
  </fieldset>
);

interface ScopeInputProps {
  readonly listing: DatasetListing;
  /** Of the whole dataset, also what is not listed yet. */
  readonly total: number;
  readonly selected: number;
  readonly scope: FileScope;
  readonly onChange: (scope: FileScope) => void;
  /** How many are meant. */
  readonly meant: number;
}

const Kinds = ({ listing: { files }, scope, onChange }: ScopeInputProps) => {
  if (scope.scope === 'extension')
    return (
      <KindChips
        label="Extensions"
        kinds={kindsIn(files, extensionOf)}
        chosen={scope.extensions}
        onChange={(extensions) => onChange({ ...scope, extensions })}
      />
    );
  if (scope.scope === 'type')
    return (
      <KindChips
        label="Types"
        kinds={kindsIn(files, typeOf)}
        chosen={scope.types}
        onChange={(types) => onChange({ ...scope, types })}
      />
    );
  return null;
};

/** Which of a dataset's files, and how many those are. */
export const ScopeInput = (props: ScopeInputProps) => {
  const { listing, total, selected, scope, onChange, meant } = props;
  const offered = SCOPES.filter((each) => each !== 'selected' || selected > 0);
  return (
    <>
      <fieldset className="seg" aria-label="Which files">
        {offered.map((each) => (
          <button
            key={each}
            type="button"
            aria-pressed={scope.scope === each}
            onClick={() => onChange({ ...scope, scope: each })}
          >
            {WORDS[each]}
          </button>
        ))}
      </fieldset>
      <Kinds {...props} />
      {listing.error ? (
        <ErrorPanel what="Not all files could be counted." error={listing.error} onRetry={listing.askAgain} />
      ) : (
        <output className="dim">
          {scopeWords(scope, { meant, listed: listing.files.length, total, complete: listing.complete })}
        </output>
      )}
    </>
  );
};
