import { example } from '../gallery/example.tsx';
import { PasswordPanel } from './password-panel.tsx';

export const Empty = example(<PasswordPanel />);
