import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Extractor } from '@pawprint/protocol';
import { callRoute } from '../../api/client.ts';
import { Icon } from '../../design/icon.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { ActionError } from '../../jobs/actions/action-error.tsx';
import { TellMeButton } from '../../notifications/tell-me-button.tsx';
import { useHasRight } from '../../session/session.ts';
import { useChangeExtractor } from './change-extractor.ts';

const SubmitDialog = onDemand(
  async () => (await import('../../submit/submit-to-extractor-dialog.tsx')).SubmitToExtractorDialog,
);
const PauseDialog = onDemand(async () => (await import('./pause-dialog.tsx')).PauseDialog);

/** What can be done with an extractor, in the head of its page. */
export const ExtractorActions = ({ extractor }: { readonly extractor: Extractor }) => {
  const isOperator = useHasRight('operate');
  return (
    <>
      <TellMeButton of={{ extractor: extractor.name }} />
      {isOperator ? <PauseButton extractor={extractor} /> : null}
      {extractor.enabled ? <SubmitButton extractor={extractor} /> : null}
    </>
  );
};

const SubmitButton = ({ extractor }: { readonly extractor: Extractor }) => {
  const [opened, dialog] = useDisclosure(false);
  return (
    <>
      <Button variant="filled" leftSection={<Icon name="play" />} onClick={dialog.open}>
        Submit
      </Button>
      <SubmitDialog extractor={extractor} opened={opened} onClose={dialog.close} />
    </>
  );
};

export const PauseButton = ({ extractor }: { readonly extractor: Extractor }) => {
  const { name, dispatch_paused: paused } = extractor;
  const [opened, dialog] = useDisclosure(false);
  const resume = useChangeExtractor(name, () =>
    callRoute('setDispatchPaused', { params: { name }, body: { paused: false } }),
  );
  return (
    <>
      <ActionError what="The dispatch was not resumed." error={resume.error} onClose={resume.reset}>
        <Button
          aria-disabled={resume.isPending}
          onClick={paused ? () => resume.isPending || resume.mutate() : dialog.open}
        >
          {paused ? 'Resume dispatch' : 'Pause dispatch'}
        </Button>
      </ActionError>
      <PauseDialog extractor={extractor} opened={opened} onClose={dialog.close} />
    </>
  );
};
