/**
 * Differences between values that a store can't avoid, or that the original
 * server makes. They are tolerated by replacing both values by what is left of
 * them.
 *
 * @module
 */
import type { OmlType } from "../codec/values/oml_type.ts";
import type { ExactValue } from "../stored/stored.ts";
import { isVector, sameValue } from "./same_value.ts";

/** The name of a tolerance. */
export type ToleranceName = "nan" | "zero" | "vector" | "double";

/** A tolerance. */
export interface Tolerance {
  /** Its name. */
  readonly name: ToleranceName;
  /** Its bit in a set of tolerances. */
  readonly bit: number;
  /** What it means, for people. */
  readonly meaning: string;
  /** The types of the values that it concerns. */
  readonly types: readonly OmlType[];
  /** What is compared instead of a value; the value itself if it is the same. */
  reduce(value: ExactValue): ExactValue;
}

/** A kind of database. */
export type Backend = "sqlite" | "postgresql";

/** Significant digits of doubles as the original server writes them in text. */
const DIGITS = 15;

/** What SQLite can't store. */
const SQLITE: readonly Tolerance[] = [
  {
    name: "nan",
    bit: 1,
    meaning: "NaN is NULL, as in SQLite",
    types: ["double"],
    reduce: (value) => Number.isNaN(value) ? null : value,
  },
  {
    name: "zero",
    bit: 2,
    meaning: "-0 is 0, as in SQLite",
    types: ["double"],
    reduce: (value) => value === 0 ? 0 : value,
  },
];

/** What the original server does. */
const ORIGINAL: Readonly<Record<Backend, readonly Tolerance[]>> = {
  sqlite: [],
  postgresql: [
    {
      name: "double",
      bit: 4,
      meaning: `doubles and times have ${DIGITS} digits, as the original ` +
        "writes them to PostgreSQL",
      types: ["double"],
      reduce: (value) => typeof value === "number" ? rounded(value) : value,
    },
  ],
};

const VECTOR: Tolerance = {
  name: "vector",
  bit: 8,
  meaning:
    `doubles in vectors have ${DIGITS} digits, as the original writes them`,
  types: ["[double]"],
  reduce: reduceVector,
};

/**
 * The tolerances for two databases in `backends`; `original` is the backend of
 * the one that the original server wrote, if it did.
 */
export function tolerancesFor(
  backends: readonly Backend[],
  original?: Backend,
): readonly Tolerance[] {
  return [
    ...new Set(backends).size > 1 ? SQLITE : [],
    ...original === undefined ? [] : [VECTOR, ...ORIGINAL[original]],
  ];
}

function rounded(value: number): number {
  // Its text has no sign.
  if (value === 0) return value;
  return Number(value.toPrecision(DIGITS));
}

/** The same list if no element changes. */
function reduceVector(value: ExactValue): ExactValue {
  if (!isVector(value)) return value;
  const reduced = value.map((element) =>
    typeof element === "number" ? rounded(element) : element
  );
  return sameValue(value, reduced) ? value : reduced;
}

/**
 * What is compared instead of `value`; `concerned` is called with the bit of
 * each tolerance that changes it.
 */
export function reduceValue(
  value: ExactValue,
  tolerances: readonly Tolerance[],
  concerned?: (bit: number) => void,
): ExactValue {
  let rest = value;
  for (const { bit, reduce } of tolerances) {
    const reduced = reduce(rest);
    if (Object.is(reduced, rest)) continue;
    concerned?.(bit);
    rest = reduced;
  }
  return rest;
}
