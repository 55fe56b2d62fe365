import { TextInput } from '@mantine/core';
import type { Extractor } from '@pawprint/protocol';
import { useId, useState } from 'react';
import { Icon } from '../../design/icon.tsx';
import { ExtractorOption } from './extractor-option.tsx';
import { choicesOf, type Wants } from './fitting-extractors.ts';
import './extractor-choice.css';

/** So few are seen at a glance. */
const FEW = 6;

interface ExtractorChoiceProps {
  readonly extractors: readonly Extractor[];
  readonly wants: Wants;
  /** What the first group is made for: "text/plain", "datasets". */
  readonly madeFor: string;
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
  readonly mistake: string | undefined;
}

interface GroupProps {
  readonly title: string;
  readonly extractors: readonly Extractor[];
  readonly name: string;
  readonly chosen: string | null;
  readonly onChoose: (name: string) => void;
}

const Group = ({ title, extractors, name, chosen, onChoose }: GroupProps) =>
  extractors.length === 0 ? null : (
    <>
      <h3 className="options-title">{title}</h3>
      {extractors.map((extractor) => (
        <ExtractorOption
          key={extractor.name}
          extractor={extractor}
          group={name}
          chosen={extractor.name === chosen}
          onChoose={() => onChoose(extractor.name)}
        />
      ))}
    </>
  );

const Find = ({ find, onFind }: { readonly find: string; readonly onFind: (find: string) => void }) => (
  <TextInput
    size="xs"
    type="search"
    leftSection={<Icon name="search" />}
    aria-label="Find an extractor"
    placeholder="Find an extractor"
    value={find}
    onChange={(event) => onFind(event.currentTarget.value)}
    // In a form Enter would submit it.
    onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
  />
);

export const ExtractorChoice = (props: ExtractorChoiceProps) => {
  const { extractors, wants, madeFor, chosen, onChoose, mistake } = props;
  const [find, setFind] = useState('');
  const name = useId();
  const { fitting, others, off } = choicesOf(extractors, wants, { find, chosen });
  const group = { name, chosen, onChoose };
  return (
    <fieldset className="choice" data-mistake={mistake ? true : undefined} aria-describedby={`${name}-error`}>
      <legend className="field-label">Extractor</legend>
      {extractors.length > FEW ? <Find find={find} onFind={setFind} /> : null}
      <div className="options">
        <Group {...group} title={`Made for ${madeFor}`} extractors={fitting} />
        <Group {...group} title={fitting.length > 0 ? 'Others' : 'All'} extractors={others} />
        <Group {...group} title="Switched off" extractors={off} />
        {fitting.length + others.length + off.length === 0 ? (
          <p className="panel-note">{find ? 'None has this in its name.' : 'No extractor is here yet.'}</p>
        ) : null}
      </div>
      <p id={`${name}-error`} className="field-error" role="alert">
        {mistake}
      </p>
    </fieldset>
  );
};
