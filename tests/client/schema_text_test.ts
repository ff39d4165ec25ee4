import assert from "node:assert/strict";
import { test } from "node:test";
import type { PointOf } from "../../client/measurement_point.ts";
import type { NamedValues, Values } from "../../client/schema_text.ts";
import type { OmlValue } from "../../codec/values/oml_value.ts";
import { makeClient } from "./_support/make_client.ts";

/** `true` if two types are the same; anything else does not compile. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends
  (<T>() => T extends B ? 1 : 2) ? true : false;

function holds<_Condition extends true>(): void {
  // The type checker did the work.
}

test("TypeScript infers the values of a schema", () => {
  holds<
    Same<
      Values<"label:string  n:int64 on:bool x:double raw:blob xs:[uint32]">,
      readonly [
        string,
        bigint,
        boolean,
        number | null,
        Uint8Array,
        readonly number[],
      ]
    >
  >();
  holds<
    Same<
      NamedValues<"label:string id:guid">,
      { readonly label: string; readonly id: bigint | null }
    >
  >();
  holds<Same<Values<string>, readonly OmlValue[]>>();
  holds<Same<Values<"n:integer">, readonly [never]>>();
});

test("TypeScript rejects values of another type", async () => {
  const client = makeClient("file:-");
  const lin: PointOf<"label:string n:uint32"> = client.define(
    "lin",
    "label:string n:uint32",
  );
  // @ts-expect-error: a number is not a string
  assert.throws(() => lin.inject(1, 1));
  // @ts-expect-error: one value is missing
  assert.throws(() => lin.inject("a"));
  // @ts-expect-error: there is no field m
  assert.throws(() => lin.injectNamed({ label: "a", m: 1 }));
  await client.close();
});

test("A schema that is not a literal accepts any values", async () => {
  const client = makeClient("file:-");
  const fields: string = ["a:string", "b:int32"].join(" ");
  const point = client.define("any", fields);
  assert.throws(() => point.inject(1, "a"));
  await client.close();
});
