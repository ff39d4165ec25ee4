/**
 * Finds the experiments that correspond to each other.
 *
 * @module
 */
import { ArchiveError } from "../../archive/errors.ts";
import type { Both } from "../../verify/tuple.ts";
import type { Source } from "./open_source.ts";

/** The experiments of a source that may be compared. */
export interface Listed {
  /** Their names. */
  readonly names: readonly string[];
  /** Whether it is at most one experiment, whose name is not compared. */
  readonly isSingle: boolean;
}

/**
 * The experiments of a source; of several, only that called `domain`, if this
 * is given.
 *
 * @throws {ArchiveError} if the source can't be read.
 */
export async function listExperiments(
  { place, isSingle }: Source,
  domain: string | undefined,
): Promise<Listed> {
  const names = await place.names();
  if (isSingle || domain === undefined) return { names, isSingle };
  return { names: names.filter((name) => name === domain), isSingle: true };
}

/**
 * Pairs experiments by their names; one that is missing in a source has no name
 * there. Two single ones are a pair in any case; of a single one and several,
 * only those of its name are compared.
 *
 * @throws {ArchiveError} if there is nothing to compare.
 */
export function pairExperiments(
  { a, b }: Both<Listed>,
): Partial<Both<string>>[] {
  const all = [...new Set([...a.names, ...b.names])].sort();
  if (all.length === 0) {
    throw new ArchiveError("Nothing to compare: there is no such experiment");
  }
  if (a.isSingle && b.isSingle) {
    return [{ a: a.names.at(0), b: b.names.at(0) }];
  }
  const single = [a, b].find(({ isSingle }) => isSingle);
  const inside = ({ names }: Listed, name: string) =>
    names.includes(name) ? name : undefined;
  return (single?.names ?? all)
    .map((name) => ({ a: inside(a, name), b: inside(b, name) }));
}
