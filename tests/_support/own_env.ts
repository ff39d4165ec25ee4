import process from "node:process";
import { afterEach, beforeEach } from "node:test";
import { cleanEnv } from "./clean_env.ts";

/**
 * Gives each test of a file an environment of its own, with `variables`: on
 * Deno, test files are threads of one process, and share its environment.
 */
export function useOwnEnv(
  variables: Readonly<Record<string, string>> = {},
): void {
  const shared = process.env;
  beforeEach(() => {
    process.env = cleanEnv(variables);
  });
  afterEach(() => {
    process.env = shared;
  });
}
