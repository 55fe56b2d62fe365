import { useDocumentTitle } from '@mantine/hooks';

/** "plot-07.txt · Pawprint"; undefined while the name is still on its way. */
export const usePageTitle = (name: string | undefined): void =>
  useDocumentTitle(name ? `${name} · Pawprint` : 'Pawprint');
