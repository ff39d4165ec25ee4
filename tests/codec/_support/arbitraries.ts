import fc from "fast-check";
import type { ElementType, OmlType } from "../../../codec/values/oml_type.ts";
import type { OmlValue } from "../../../codec/values/oml_value.ts";
import type { Schema } from "../../../codec/values/schema.ts";
import type { Tuple } from "../../../codec/values/tuple.ts";

/** A form of sending tuples. */
export interface Form {
  protocol: number;
  content: "text" | "binary";
}

/** Every form of sending tuples. */
export const FORMS: readonly Form[] = [1, 2, 3, 4, 5].flatMap((protocol) => [
  { protocol, content: "text" },
  { protocol, content: "binary" },
]);

/** Values that a form supports, by type; doubles are cut to its precision. */
export function values(
  { protocol, content }: Form,
): Record<OmlType, fc.Arbitrary<OmlValue>> {
  const string = fc.string({ unit: "binary", maxLength: 60 }).filter((text) =>
    content === "binary" ||
    !text.endsWith("\0") && (protocol >= 4 || !/[\t\n]/.test(text))
  );
  const double = content === "text" ? fc.double() : fc.double().map(to30Bits);
  const elements: Record<ElementType, fc.Arbitrary<OmlValue>> = {
    int32: fc.integer(),
    uint32: fc.nat(2 ** 32 - 1),
    int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
    double: fc.double(),
    bool: fc.boolean(),
  };
  const list = (type: ElementType) =>
    fc.array(elements[type], { maxLength: 8 }) as fc.Arbitrary<OmlValue>;
  return {
    ...elements,
    double,
    string,
    blob: fc.uint8Array({ maxLength: 100 }),
    guid: elements.uint64,
    "[int32]": list("int32"),
    "[uint32]": list("uint32"),
    "[int64]": list("int64"),
    "[uint64]": list("uint64"),
    "[double]": list("double"),
    "[bool]": list("bool"),
  };
}

/** Tuples of one schema with any fields. */
export function tuples(form: Form): fc.Arbitrary<Tuple[]> {
  const byType = values(form);
  const types = Object.keys(byType) as OmlType[];
  return fc.array(fc.constantFrom(...types), { minLength: 1, maxLength: 6 })
    .chain((fields) => {
      const schema: Schema = {
        index: 1,
        name: "m",
        fields: fields.map((type, i) => ({ name: `f${i}`, type })),
      };
      return fc.array(
        fc.record({
          schema: fc.constant(schema),
          sequence: fc.integer(),
          timestamp: fc.nat(2 ** 29).map((n) => n / 1024),
          values: fc.tuple(...fields.map((type) => byType[type])),
        }, { noNullPrototype: true }),
        { minLength: 1, maxLength: 6 },
      );
    });
}

/** The double after a binary message: 30 bits, or NaN. */
function to30Bits(value: number): number {
  if (value === 0) return 0;
  let exponent = -128;
  const size = Math.abs(value);
  while (exponent < 128 && size >= 2 ** exponent) exponent++;
  if (exponent === 128 || size < 2 ** (exponent - 1)) return NaN;
  const unit = 2 ** (exponent - 30);
  return Math.trunc(value / unit) * unit;
}
