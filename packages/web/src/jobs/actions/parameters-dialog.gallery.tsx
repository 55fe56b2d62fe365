import { example } from '../../gallery/example.tsx';
import { Refusal } from '../../gallery/fake-api.ts';
import { aJob, anExtractor } from '../builders.ts';
import { ParametersDialog } from './parameters-dialog.tsx';

const job = aJob.failed({ parameters: { title: 'Cores of May', depth: 12, note: 'kept' } });

/** What was resubmitted, for tests. */
export const submitted: Record<string, unknown>[] = [];

const dialog = (
  <ParametersDialog
    job={job}
    pending={false}
    error={null}
    onSubmit={(parameters) => submitted.push(parameters)}
    onClose={() => undefined}
  />
);

const properties = {
  title: { type: 'string', title: 'Title of the report' },
  depth: { type: 'integer', title: 'Depth', maximum: 50 },
};

export const PropertyMap = example(dialog, { showExtractor: anExtractor({ parameters: properties }) });

export const Jsonform = example(dialog, {
  showExtractor: anExtractor({ parameters: { schema: properties, form: ['depth', { key: 'title' }] } }),
});

export const OtherTypes = example(dialog, {
  showExtractor: anExtractor({ parameters: { depth: { type: 'boolean', title: 'Depth' } } }),
});

export const UnknownExtractor = example(dialog, {
  showExtractor: new Refusal(404, 'extractor_not_found', 'There is no extractor ncsa.wordcount.'),
});
