import process from "node:process";

/**
 * The environment of a program under test: the variables of this process,
 * without those that `oml2` or libpq reads, which the developer's shell may
 * have set, and the cache of the tests, plus `more`.
 */
export function cleanEnv(
  more: Readonly<Record<string, string>> = {},
): Record<string, string | undefined> {
  const inherited = Object.entries(process.env)
    .filter(([name]) => !/^(?:OML_|PG|NODE_COMPILE_CACHE$)/.test(name));
  return { ...Object.fromEntries(inherited), ...more };
}
