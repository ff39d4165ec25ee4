/**
 * The result of a comparison as JSON.
 *
 * @module
 */
import { toBase64 } from "../../archive/cell_values.ts";
import { quoteJson } from "../../codec/values/quote.ts";
import { isSame } from "../../verify/report.ts";
import {
  type ExperimentResult,
  statusOf,
  type VerifyResult,
} from "./verify_result.ts";

/** JSON without a line break. */
export function jsonText(
  { places, experiments, notCompared, tolerated }: VerifyResult,
): string {
  const json = {
    ...places,
    same: statusOf(experiments) === 0,
    experiments: experiments.map(experimentJson),
    notCompared,
    tolerated: tolerated.map(({ tolerance: { name, meaning }, a, b }) => ({
      ...{ name, meaning, a, b },
    })),
  };
  return quoteJson(JSON.stringify(json, valueJson));
}

function experimentJson(experiment: ExperimentResult): unknown {
  if (!("report" in experiment)) return experiment;
  const { name, report } = experiment;
  return { name, same: isSame(report), ...report };
}

/** What JSON does not have: text instead, for blobs in base64. */
function valueJson(_key: string, value: unknown): unknown {
  if (typeof value === "bigint") return String(value);
  if (value instanceof Uint8Array) return toBase64(value);
  if (value instanceof Map) return Object.fromEntries(value);
  if (typeof value !== "number") return value;
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) ? value : String(value);
}
