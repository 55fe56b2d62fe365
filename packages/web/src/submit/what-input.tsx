import { useId } from 'react';

export type What = 'files' | 'dataset';

const WORDS: Readonly<Record<What, string>> = {
  files: 'Its files, one by one',
  dataset: 'The dataset itself',
};

interface WhatInputProps {
  readonly what: What;
  readonly onChange: (what: What) => void;
}

export const WhatInput = ({ what, onChange }: WhatInputProps) => {
  const name = useId();
  return (
    <fieldset className="choice">
      <legend className="field-label">What</legend>
      <div className="radios">
        {(['files', 'dataset'] as const).map((each) => (
          <label key={each}>
            <input type="radio" name={name} checked={what === each} onChange={() => onChange(each)} />
            {WORDS[each]}
          </label>
        ))}
      </div>
    </fieldset>
  );
};
