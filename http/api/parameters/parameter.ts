/**
 * Parameters of queries: how their texts are read, and what is said if one is
 * invalid. The message of each issue is the remedy.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";

/** How a parameter appears in the OpenAPI document. */
interface ParameterDoc {
  /** What it means. */
  readonly description: string;
  /** Its schema in the document. */
  readonly [keyword: string]: unknown;
}

/** Names in one query; more are an error of the client. */
const MOST_NAMES = 1_000;

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

const TEXTS = z.union([z.string(), z.array(z.string())], {
  error: "give it",
});

/**
 * A parameter that is given once. `read` returns its value, or `undefined` if
 * the text is invalid; `remedy` says what is valid.
 */
function parameter<T>(
  read: (text: string) => T | undefined,
  remedy: string,
  doc: ParameterDoc,
): z.ZodPipe<typeof TEXTS, z.ZodTransform<T, string | string[]>> {
  return TEXTS.transform((given, context): T => {
    const value = typeof given === "string" ? read(given) : undefined;
    if (value !== undefined) return value;
    const message = typeof given === "string" ? remedy : "give it once";
    context.issues.push({ code: "custom", message, input: given });
    return z.NEVER;
  }).openapi(doc);
}

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max: number, description: string) {
  const read = (text: string) => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
    return value >= min && value <= max ? value : undefined;
  };
  const [least, most] = [min, max].map((each) => each.toLocaleString("en-US"));
  return parameter(read, `give a whole number from ${least} to ${most}`, {
    description,
    type: "integer",
    minimum: min,
    maximum: max,
  });
}

/** The id of a row. */
export function rowId(description: string) {
  return wholeNumber(0, Number.MAX_SAFE_INTEGER, description);
}

/** A time in seconds. */
export function seconds(description: string) {
  const read = (text: string) => {
    const value = DECIMAL.test(text) ? Number(text) : NaN;
    return Number.isFinite(value) ? value : undefined;
  };
  const remedy = "give a number of seconds, such as 12.5";
  return parameter(read, remedy, { description, type: "number" });
}

/** One of `values`. */
export function choice<const T extends string>(
  values: readonly T[],
  description: string,
) {
  const read = (text: string) => values.find((value) => value === text);
  const remedy = `give ${values.join(" or ")}`;
  return parameter(read, remedy, { description, type: "string", enum: values });
}

/** One name. */
export function name(description: string) {
  const read = (text: string) => text === "" ? undefined : text;
  return parameter(read, "give a name", {
    description,
    type: "string",
    minLength: 1,
  });
}

/** Names, one in each repetition of the parameter; each counts once. */
export function names(description: string, most: number = MOST_NAMES) {
  return TEXTS.transform((given, context): readonly string[] => {
    const all = [...new Set(typeof given === "string" ? [given] : given)];
    if (all.length <= most && !all.includes("")) return all;
    const message = all.length > most
      ? `give at most ${most.toLocaleString("en-US")} names`
      : "give a name";
    context.issues.push({ code: "custom", message, input: given });
    return z.NEVER;
  }).openapi({
    description: `${description} Repeat the parameter for several names.`,
    type: "array",
    items: { type: "string", minLength: 1 },
    maxItems: most,
  });
}

/** The parameters of a query; others are errors. */
export function parameters<T extends z.ZodRawShape>(shape: T): z.ZodObject<
  T,
  z.core.$strict
> {
  const known = Object.keys(shape).join(", ");
  const remedy = known === "" ? "remove it" : `use ${known}`;
  return z.strictObject(shape, {
    error: ({ code }) => code === "unrecognized_keys" ? remedy : undefined,
  });
}
