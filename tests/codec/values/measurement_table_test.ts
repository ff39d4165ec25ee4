import assert from "node:assert/strict";
import { test } from "node:test";
import { isMeasurementTable } from "../../../codec/values/measurement_table.ts";

const standard = ["oml_sender_id", "oml_seq", "oml_ts_client", "oml_ts_server"];

test("A table with the standard columns holds measurements", () => {
  assert(isMeasurementTable("app_m", ["oml_tuple_id", ...standard, "a"]));
  assert(isMeasurementTable("_app", standard));
});

test("A table without one of the standard columns holds no measurements", () => {
  assert(!isMeasurementTable("app_m", standard.slice(1)));
});

test("The server's own tables hold no measurements, in any case", () => {
  assert(!isMeasurementTable("_experiment_metadata", standard));
  assert(!isMeasurementTable("_OML_REJECTED", standard));
});
