import { useDocumentTitle } from '@mantine/hooks';

/** "plot-07.txt · Pawprint"; undefined while the name is still loading. */
export const usePageTitle = (name: string | undefined): void =>
  useDocumentTitle(name ? `${name} · Pawprint` : 'Pawprint');
