import { AllChanges } from '../extractors/changes/changes-panel.tsx';

/** The tab Extractors of Admin. */
export const AdminExtractorsPage = () => <AllChanges />;
