import { getRouteApi } from '@tanstack/react-router';
import { CompareView } from '../jobs/compare/compare-view.tsx';
import { readSide } from '../jobs/compare/compared-side.ts';

const route = getRouteApi('/app/jobs/compare');

/** Keyed by both sides, so that nothing of a comparison is kept on the page of the next. */
export const ComparePage = () => {
  const { left, right } = route.useSearch();
  return <CompareView key={`${left} ${right}`} left={readSide(left)} right={readSide(right)} />;
};
