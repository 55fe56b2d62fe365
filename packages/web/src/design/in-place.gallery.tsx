import { example } from '../gallery/example.tsx';
import { InPlaceDescription, InPlaceName } from './in-place.tsx';
import { type InPlaceEditing, type NamedChange, useInPlaceEditing } from './in-place-editing.ts';
import type { Named } from './name-form.tsx';
import { PageHead } from './page-head.tsx';

const CORES: Named = {
  name: 'Prairie soil cores',
  description: 'Cores taken along the eastern transect.\nDry weights only.',
};

interface HeadProps {
  readonly named?: Named;
  readonly editing: InPlaceEditing;
}

const Head = ({ named = CORES, editing }: HeadProps) => (
  <PageHead>
    <InPlaceName what="dataset" text={named.name} editing={editing} />
    <InPlaceDescription what="dataset" text={named.description} editing={editing} />
  </PageHead>
);

interface ChangeableHeadProps {
  readonly named?: Named;
  readonly onSave?: (change: NamedChange) => Promise<unknown>;
}

const saveNothing = async (): Promise<void> => undefined;

/** As a page has it. */
export const ChangeableHead = ({ named, onSave = saveNothing }: ChangeableHeadProps) => (
  <Head {...(named && { named })} editing={useInPlaceEditing(onSave)} />
);

const still = { start: () => undefined, end: () => undefined };
const save = saveNothing;

export const Changeable = example(<ChangeableHead />);
export const WithoutDescription = example(<ChangeableHead named={{ ...CORES, description: '' }} />);
export const ReadOnly = example(<Head editing={{ ...still, parts: [], save: undefined }} />);
export const Renaming = example(<Head editing={{ ...still, parts: ['name'], save }} />);
export const Describing = example(<Head editing={{ ...still, parts: ['description'], save }} />);
