/**
 * The result of a comparison of two sources.
 *
 * @module
 */
import { type ExperimentReport, isSame } from "../../verify/report.ts";
import type { Tolerance } from "../../verify/tolerances.ts";
import type { Both, Side } from "../../verify/tuple.ts";
import type { VerifyFlags } from "../flags/verify_flags.ts";

/** The comparison of an experiment. */
export type ExperimentResult =
  & {
    /** Its name; that in A, if they differ. */
    readonly name: string;
  }
  & (
    | {
      /** It was compared. */
      readonly report: ExperimentReport;
    }
    | {
      /** It is missing in this source. */
      readonly missing: Side;
    }
    | {
      /** Why it could not be compared. */
      readonly fault: string;
    }
  );

/** A tolerance, and how many tuples it concerned. */
export interface ToleranceUse extends Both<number> {
  /** The tolerance. */
  readonly tolerance: Tolerance;
}

/** The result for all experiments of two sources. */
export interface VerifyResult {
  /** Where the experiments are. */
  readonly places: Both<string>;
  /** The experiments. */
  readonly experiments: readonly ExperimentResult[];
  /** What was not compared. */
  readonly notCompared: readonly string[];
  /** What was tolerated. */
  readonly tolerated: readonly ToleranceUse[];
}

/**
 * 0 if all experiments are the same, 1 if one is not, 2 if one could not be
 * compared.
 */
export function statusOf(experiments: readonly ExperimentResult[]): 0 | 1 | 2 {
  if (experiments.some((each) => "fault" in each)) return 2;
  const same = experiments.every((each) =>
    "report" in each && isSame(each.report)
  );
  return same ? 0 : 1;
}

/** What is left out with these options. */
export function notCompared(
  { serverTime, rejects }: Pick<VerifyFlags, "serverTime" | "rejects">,
): string[] {
  return [
    "numbers and order of rows",
    "numbers of senders and streams",
    "times of metadata",
    ...serverTime ? [] : ["times of arrival"],
    ...rejects ? [] : ["rejected samples and conversions"],
  ];
}

/** How many tuples of all experiments each tolerance concerned. */
export function toleranceUse(
  tolerances: readonly Tolerance[],
  experiments: readonly ExperimentResult[],
): ToleranceUse[] {
  const tables = experiments.flatMap((each) =>
    "report" in each ? each.report.tables : []
  );
  return tolerances.map((tolerance) => {
    const count = (side: Side) =>
      tables.reduce(
        (sum, { tolerated }) =>
          sum + (tolerated.get(tolerance.name)?.[side] ?? 0),
        0,
      );
    return { tolerance, a: count("a"), b: count("b") };
  });
}
