import { Textarea } from '@mantine/core';
import type { OrderDraft } from '../use-order.ts';
import { ParameterInput } from './parameter-input.tsx';
import '../../jobs/actions/actions.css';
import './parameters-input.css';

const WAYS = ['fields', 'json'] as const;
const WORDS = { fields: 'Fields', json: 'JSON' } as const;

const WaySwitch = ({ draft }: { readonly draft: OrderDraft }) => (
  <fieldset className="seg" aria-label="Give the parameters as">
    {WAYS.map((way) => (
      <button key={way} type="button" aria-pressed={draft.way === way} onClick={() => draft.writeAs(way)}>
        {WORDS[way]}
      </button>
    ))}
  </fieldset>
);

const Json = ({ draft }: { readonly draft: OrderDraft }) => (
  <Textarea
    aria-label="Parameters, as JSON"
    classNames={{ input: 'parameters' }}
    placeholder="{}"
    autosize
    minRows={draft.fields.length > 0 ? 6 : 2}
    maxRows={18}
    spellCheck={false}
    value={draft.json}
    error={draft.mistakes.json}
    onChange={(event) => draft.writeJson(event.currentTarget.value)}
  />
);

/** What the chosen extractor takes: a field each, where it said so, or one JSON object. */
export const ParametersInput = ({ draft }: { readonly draft: OrderDraft }) => (
  <section className="parameters-input" aria-labelledby="parameters-head">
    <div className="row">
      <h3 id="parameters-head" className="grow">
        Parameters
        {draft.fields.length === 0 ? (
          <span className="dim"> · it names none; leave this empty, or write JSON</span>
        ) : null}
      </h3>
      {draft.fields.length > 0 ? <WaySwitch draft={draft} /> : null}
    </div>
    {draft.way === 'json' ? (
      <Json draft={draft} />
    ) : (
      draft.fields.map((field) => (
        <ParameterInput
          key={field.key}
          field={field}
          value={draft.typed[field.key]}
          mistake={draft.mistakes.fields[field.key]}
          onChange={(value) => draft.type(field.key, value)}
        />
      ))
    )}
  </section>
);
