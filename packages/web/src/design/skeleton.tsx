/** @deprecated Use LoadingRows of loading-rows.tsx. */
export { LoadingRows as Skeleton } from './loading-rows.tsx';
