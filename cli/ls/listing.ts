/**
 * Experiments, and whether a server has them open.
 *
 * @module
 */
import type { ExperimentSummary } from "../../archive/archive.ts";

/** What `oml2 ls` prints. */
export interface Listing {
  /** Where the experiments are, for people. */
  readonly place: string;
  /** The experiments, by name. */
  readonly experiments: readonly Listed[];
}

/** An experiment in the list. */
export interface Listed extends ExperimentSummary {
  /** Whether a server has it open; `null` if that is unknown. */
  readonly open: boolean | null;
}

/** The names of open experiments; `undefined` if they are unknown. */
export type OpenNames = ReadonlySet<string> | undefined;

/** Adds to each experiment whether it is open. */
export function markOpen(
  experiments: readonly ExperimentSummary[],
  open: OpenNames,
): readonly Listed[] {
  return experiments.map((experiment) => ({
    ...experiment,
    open: open?.has(experiment.name) ?? null,
  }));
}
