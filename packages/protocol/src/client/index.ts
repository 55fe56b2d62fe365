// The modules that a page needs to call the server. None of them may import zod, which a test checks.
export { isInGroup, type JobQuery, type JobTerm } from '@pawprint/core';
export { FILE_SORTS, FILE_STATES, type FileSort, type FileState } from '../data/file-search.ts';
export {
  type MetadataTerm,
  type ParsedMetadataQuery,
  parseMetadataQuery,
  writeMetadataQuery,
} from '../data/metadata-query.ts';
export { refuseName } from '../extractors/extractor-name.ts';
export { wantsFile } from '../extractors/wants-file.ts';
export { type RouteName, routeTable } from '../http/route-table.ts';
export { type ParsedJobQuery, parseJobQuery } from '../jobs/query/parse-job-query.ts';
export { type QueryMistake, readTokens, type Token } from '../jobs/query/read-tokens.ts';
export { readTopTerm, setTopTerm } from '../jobs/query/top-terms.ts';
export { writeJobQuery } from '../jobs/query/write-job-query.ts';
export { ApiError, readErrorResponse } from './api-error.ts';
export { type CallAnswer, type CallInput, type Client, type ClientOptions, createClient } from './client.ts';
export { followJobs, type LiveStatus, type LiveStream, type LiveStreamHandlers } from './live-stream.ts';
