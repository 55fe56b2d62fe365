/** Variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** An empty variable counts as none. */
export const variable = (env: Environment, name: string): string | undefined => env[name] || undefined;
