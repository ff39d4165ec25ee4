/**
 * The result of a comparison as text for people.
 *
 * @module
 */
import { quoteText } from "../../codec/values/quote.ts";
import type {
  CountDifference,
  ExperimentReport,
  FoundTuple,
  MetadataDifference,
  SchemaDifference,
  TableReport,
  TupleDifference,
} from "../../verify/report.ts";
import { isSame } from "../../verify/report.ts";
import type { Both, Side } from "../../verify/tuple.ts";
import type { ExperimentResult, VerifyResult } from "./verify_result.ts";
import { differenceText, valueText } from "./value_text.ts";

/** The most characters of messages and places. */
const MOST_FAULT = 500;
const MOST_PLACE = 500;

/** The most senders and entries of metadata that are named. */
const MOST_NAMED = 20;

/** The lines about one experiment. */
export function experimentLines(experiment: ExperimentResult): string[] {
  const name = quoteText(experiment.name);
  if ("missing" in experiment) {
    return [`${name}: missing in ${label(experiment.missing)}`];
  }
  return "fault" in experiment
    ? [`${name}: not compared: ${quoteText(experiment.fault, MOST_FAULT)}`]
    : reportLines(name, experiment.report);
}

/** The lines after those about the experiments. */
export function summaryLines(
  { places, experiments, notCompared, tolerated }: VerifyResult,
): string[] {
  return [
    "",
    ...experiments.length === 1 ? [] : [totals(experiments)],
    ...tolerated.map(({ tolerance: { meaning }, a, b }) =>
      `Tolerated: ${meaning} (${plural(a, "tuple")} in A, ${number(b)} in B)`
    ),
    `Not compared: ${notCompared.join(", ")}`,
    `A is ${quoteText(places.a, MOST_PLACE)}`,
    `B is ${quoteText(places.b, MOST_PLACE)}`,
  ];
}

/** How many experiments are the same, and how many are not. */
function totals(experiments: readonly ExperimentResult[]): string {
  const count = (is: (experiment: ExperimentResult) => boolean) =>
    number(experiments.filter(is).length);
  return `${plural(experiments.length, "experiment")}: ` + [
    `${count((e) => "report" in e && isSame(e.report))} the same`,
    `${count((e) => "report" in e && !isSame(e.report))} different`,
    `${count((e) => "missing" in e)} missing`,
    `${count((e) => "fault" in e)} not compared`,
  ].join(", ");
}

function reportLines(name: string, report: ExperimentReport): string[] {
  const { senders, metadata, schemas, tables, rejects, counts } = report;
  const differing = [...tables, ...rejects === undefined ? [] : [rejects]]
    .filter(({ isSame }) => !isSame);
  const details = [
    ...schemas.map(schemaLine),
    ...some(senders.a.map((name) => `sender ${valueText(name)} only in A`)),
    ...some(senders.b.map((name) => `sender ${valueText(name)} only in B`)),
    ...some(metadata.map(metadataLine)),
    ...some(counts.map(countLine)),
    ...differing.flatMap(tableLines),
  ];
  const verdict = isSame(report) ? `the same, ${amounts(report)}` : "different";
  return [
    `${name}: ${verdict}`,
    ...details.map((line) => `  ${line}`),
  ];
}

function amounts({ tables }: ExperimentReport): string {
  const tuples = tables.reduce((sum, { tuples: { a } }) => sum + a, 0);
  return `${plural(tables.length, "table")} with ${plural(tuples, "tuple")}`;
}

function schemaLine(difference: SchemaDifference): string {
  const table = `table ${quoteText(difference.table)}`;
  switch (difference.kind) {
    case "table":
      return `${table} only in ${label(difference.side)} (${
        plural(difference.rows, "row")
      })`;
    case "column":
      return `${table}: column ${column(difference.column)} (${
        quoteText(difference.type)
      }) only in ${label(difference.side)}`;
    case "type":
      return `${table}: column ${column(difference.column)} is ${
        quoteText(difference.a)
      } in A, ${quoteText(difference.b)} in B`;
    case "order":
      return `${table}: columns are in different order: ${
        columns(difference.a)
      } in A, ${columns(difference.b)} in B`;
  }
}

function metadataLine(
  { subject, key, sender, a, b, common }: MetadataDifference,
): string {
  const by = sender === undefined ? "" : ` from ${valueText(sender)}`;
  const name = [subject, key].filter((text) => text !== "").join(" ");
  const values = (side: readonly string[]) =>
    side.length === 0 ? "none" : side.map(valueText).join(", ");
  return `metadata ${quoteText(name)}${by}: ${values(a)} in A, ` +
    `${values(b)} in B` +
    (common === 0 ? "" : `, besides ${plural(common, "equal value")}`);
}

function countLine(
  { what, sender, reason, a, b }: CountDifference,
): string {
  const why = reason === undefined ? "" : `, ${valueText(reason)}`;
  return `${what} from ${valueText(sender)}${why}: ${number(a)} in A, ` +
    `${number(b)} in B`;
}

function tableLines(report: TableReport): string[] {
  const { name, tuples, senders, examples, isCut } = report;
  return [
    `${quoteText(name)}: ${plural(tuples.a, "tuple")} in A, ${
      number(tuples.b)
    } in B; ${differingText(report)}`,
    ...some(
      senders.map(({ name, a, b }) =>
        `sender ${valueText(name)}: ${number(a)} in A, ${number(b)} in B`
      ),
    ),
    ...examples.map(tupleLine),
    ...isCut ? ["and others (--examples)"] : [],
  ].map((line, i) => i === 0 ? line : `  ${line}`);
}

/** How many tuples differ, and how many examples of them follow. */
function differingText({ differing, share }: TableReport): string {
  const counted = ({ a, b }: Both<number>) =>
    `${number(a)} only in A, ${number(b)} only in B`;
  if (share === 1) return counted(differing);
  const about = (count: number) => Number((count / share).toPrecision(2));
  const all = { a: about(differing.a), b: about(differing.b) };
  return `about ${counted(all)}`;
}

function tupleLine(difference: TupleDifference): string {
  switch (difference.kind) {
    case "only": {
      const { side, tuple, count } = difference;
      const times = count === 1 ? "" : `, ${count} times`;
      return `only in ${label(side)}${times}: ${tupleText(tuple)}`;
    }
    case "copies": {
      const { tuple, count: { a, b } } = difference;
      return `${times(a)} in A, ${times(b)} in B: ${tupleText(tuple)}`;
    }
    case "values": {
      const { tuple: { a }, values } = difference;
      const changes = values.map(({ column: name, ...both }) =>
        `${column(name)} ${differenceText(both)}`
      );
      return `${identity(a)}: ${changes.join("; ")}`;
    }
  }
}

/** The sender and the number of a tuple. */
function identity({ values }: FoundTuple): string {
  return values.slice(0, 2).map(({ column: name, value }) =>
    `${column(name)} ${valueText(value)}`
  ).join(", ");
}

function tupleText({ values }: FoundTuple): string {
  return values.map(({ column: name, value }) =>
    `${column(name)} ${valueText(value)}`
  ).join(", ");
}

function column(name: string): string {
  return quoteText(name);
}

function columns(names: readonly string[]): string {
  return names.map(column).join(", ");
}

/** The first lines, and how many there are besides. */
function some(lines: readonly string[]): string[] {
  const others = lines.length - MOST_NAMED;
  return others > 0
    ? [...lines.slice(0, MOST_NAMED), `and ${number(others)} more`]
    : [...lines];
}

function label(side: Side): string {
  return side.toUpperCase();
}

function times(count: number): string {
  return count === 1 ? "once" : `${number(count)} times`;
}

function plural(count: number, noun: string): string {
  return `${number(count)} ${noun}${count === 1 ? "" : "s"}`;
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}
