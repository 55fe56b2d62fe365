import { TextInput } from '@mantine/core';
import type { NewApiKey } from '@pawprint/protocol';
import { refuseName } from '@pawprint/protocol/client';
import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { type ReactNode, useState } from 'react';
import { PageTabs } from '../../design/page-tabs.tsx';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import text from '../../design/text.module.css';
import { CodeBlock } from './code-block.tsx';
import styles from './first-extractor.module.css';
import { heardQuery } from './first-queries.ts';
import { HearStep, useIsLate } from './hear-step.tsx';
import { KeyStep } from './key-step.tsx';
import {
  commandsOf,
  LANGUAGES,
  type Language,
  projectCommand,
  readWants,
  SCRIPTS,
  scriptOf,
  type Wanted,
} from './script-text.ts';
import { TrialStep } from './trial-step.tsx';

/** What a person has decided on this page. */
export interface Draft {
  readonly tab: Language;
  readonly name: string;
  /** MIME patterns as written. */
  readonly wants: string;
  /** The job of the trial. */
  readonly job?: string | undefined;
}

interface FirstExtractorProps {
  readonly draft: Draft;
  readonly onDraft: (change: Partial<Omit<Draft, 'tab'>>) => void;
}

/** The way from a name to the first Done of an extractor of one's own. */
export const FirstExtractor = ({ draft, onDraft }: FirstExtractorProps) => {
  const [key, setKey] = useState<NewApiKey>();
  const nameProblem = refuseName(draft.name);
  const { wants, problem } = readWants(draft.wants);
  return (
    <div className={styles.steps}>
      <Step number={1} title="Name it">
        <NameFields draft={draft} onDraft={onDraft} nameProblem={nameProblem} wantsProblem={problem} />
      </Step>
      {nameProblem === undefined && wants !== undefined ? (
        <>
          <Step number={2} title="Make a key">
            <KeyStep name={draft.name} made={key} onMade={setKey} />
          </Step>
          <Step number={3} title="Save the script and run it">
            <ScriptStep language={draft.tab} wanted={{ name: draft.name, wants }} apiKey={key?.key} />
          </Step>
          <Outcome name={draft.name} wants={wants} job={draft.job} onJob={(job) => onDraft({ job })} />
        </>
      ) : (
        <Panel>
          <PanelNote>The script follows once it has a name and knows which files it wants.</PanelNote>
        </Panel>
      )}
    </div>
  );
};

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}

const Step = ({ number, title, children }: StepProps) => (
  <Panel aria-labelledby={`step-${number}`}>
    <PanelHead>
      <h2 id={`step-${number}`}>
        {number}. {title}
      </h2>
    </PanelHead>
    {children}
  </Panel>
);

interface NameFieldsProps extends FirstExtractorProps {
  readonly nameProblem: string | undefined;
  readonly wantsProblem: string | undefined;
}

const NameFields = ({ draft, onDraft, nameProblem, wantsProblem }: NameFieldsProps) => (
  <div className={styles.body}>
    <div className={styles.fields}>
      <TextInput
        label="Name"
        description="Its name on this server, for everybody. Begin with whose it is."
        maxLength={128}
        value={draft.name}
        error={nameProblem}
        onChange={(event) => onDraft({ name: event.currentTarget.value.trim(), job: undefined })}
      />
      <TextInput
        label="Files that it wants"
        description="MIME types, such as text/*, image/png. It gets a job for each such file that is uploaded."
        maxLength={500}
        value={draft.wants}
        error={wantsProblem}
        onChange={(event) => onDraft({ wants: event.currentTarget.value })}
      />
    </div>
  </div>
);

interface ScriptStepProps {
  readonly language: Language;
  readonly wanted: Wanted;
  readonly apiKey: string | undefined;
}

/** The address that this page came from is one at which the server is reached. */
const serverAddress = (): string => window.location.origin;

const ScriptStep = ({ language, wanted, apiKey }: ScriptStepProps) => {
  const { file, needs } = SCRIPTS[language];
  return (
    <div className={styles.body}>
      <PageTabs
        label="Language"
        chosen={language}
        tabs={LANGUAGES.map((name) => ({ name, label: SCRIPTS[name].label }))}
      >
        <p className={text.dimmed}>
          It needs {needs}. Save the script in an empty folder; the work itself is in its first function.
        </p>
        <CodeBlock what="the script" content={scriptOf(language, wanted)} file={file} />
        <CodeBlock what="the commands" content={commandsOf(language, serverAddress(), apiKey)} />
        {language === 'typescript' ? <WholeProject name={wanted.name} /> : null}
        {apiKey === undefined ? (
          <p className={text.dimmed}>Put a key in place of “your-key”, or make one above.</p>
        ) : null}
      </PageTabs>
    </div>
  );
};

const WholeProject = ({ name }: { readonly name: string }) => (
  <>
    <p className={clsx(styles.apart, text.dimmed)}>
      Or begin with a whole project, which has a test and a Dockerfile, too:
    </p>
    <CodeBlock what="the command for a project" content={projectCommand(serverAddress(), name)} />
  </>
);

interface OutcomeProps {
  readonly name: string;
  readonly wants: readonly string[];
  readonly job: string | undefined;
  readonly onJob: (id: string) => void;
}

const Outcome = ({ name, wants, job, onJob }: OutcomeProps) => {
  const { data: extractor, error } = useQuery(heardQuery(name));
  const isLate = useIsLate(name);
  return (
    <>
      <Step number={4} title="Hear from it">
        <HearStep
          name={name}
          extractor={extractor}
          error={extractor === undefined ? error : null}
          isLate={isLate}
        />
      </Step>
      <Step number={5} title="Run it on a file">
        <TrialStep name={name} wants={wants} isKnown={Boolean(extractor)} job={job} onJob={onJob} />
      </Step>
    </>
  );
};
