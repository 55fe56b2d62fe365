import { shortId } from '../../design/short-id.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';

export const JobView = ({ id }: { readonly id: string }) => {
  usePageTitle(`Job ${shortId(id)}`);
  return null;
};
