// What a page needs to call the server. Nothing here may reach zod: a test follows the imports.
export { wantsFile } from '../extractors/wants-file.ts';
export { type RouteName, routeTable } from '../http/route-table.ts';
export { ApiError, readErrorResponse } from './api-error.ts';
export { type CallAnswer, type CallInput, type Client, type ClientOptions, createClient } from './client.ts';
export { followJobs, type LiveStatus, type LiveStream, type LiveStreamHandlers } from './live-stream.ts';
