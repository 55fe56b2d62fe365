export type { TestDatabase } from './test-database.ts';
export { createTestDatabase } from './test-database.ts';
