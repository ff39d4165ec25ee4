import assert from "node:assert/strict";
import { test } from "node:test";
import {
  addedColumns,
  logFailedView,
  markedTable,
  viewMark,
  ViewNames,
} from "../../../server/rows/view_names.ts";
import { MemoryLog } from "../../_support/memory_log.ts";

const columns = (...names: string[]) =>
  names.map((name) => ({ name, type: undefined }));

test("Added columns have names of oml_, and never one of the table's", () => {
  assert.deepEqual(addedColumns(columns("oml_seq", "sender", "time")), {
    experiment: "oml_experiment",
    sender: "oml_sender",
    utcClient: "oml_utc_client",
    utcServer: "oml_utc_server",
    unixClient: "oml_unix_client",
    unixServer: "oml_unix_server",
  });
  const added = addedColumns(
    columns("OML_Sender", "oml_sender_", "oml_utc_client"),
  );
  assert.equal(added.sender, "oml_sender__");
  assert.equal(added.utcClient, "oml_utc_client_");
  assert.equal(added.experiment, "oml_experiment");
});

test("A mark names its table, whatever the name", () => {
  for (const table of ["app_m", "a b", "*/, x", 'ä"']) {
    assert.equal(markedTable(viewMark(table)), table);
    assert.equal(markedTable(`${viewMark(table)}, 12345678`), table);
    assert(!viewMark(table).includes("*/"));
  }
  assert.equal(markedTable("somebody's view"), undefined);
  assert.equal(markedTable("oml2 view of 100%"), undefined);
});

test("The view of a table is v_<table>, with _ appended while it is taken", () => {
  const names = new ViewNames([{ name: "x" }, { name: "V_X" }]);
  assert.equal(names.free("y"), "v_y");
  assert.equal(names.free("x"), "v_x_");
  names.add("v_x_", "x");
  assert.equal(names.free("x"), "v_x__");
  assert.deepEqual(names.all, [{ name: "v_x_", viewOf: "x" }]);
});

test("ViewNames finds views in any case, until they are removed", () => {
  const names = new ViewNames([{ name: "v_X", viewOf: "X" }]);
  assert.deepEqual(names.find("V_x"), { name: "v_X", viewOf: "X" });
  names.remove("v_X");
  assert.equal(names.find("v_X"), undefined);
  assert.equal(names.free("X"), "v_X");
});

test("A long name is taken as the database stores it", () => {
  const names = new ViewNames([{ name: "v_lon" }], (name) => name.slice(0, 5));
  names.take("v_abc");
  assert.equal(names.free("ab"), "v_ab");
  assert.equal(names.free("xyz"), "v_xyz");
});

test("Only the first view of a database that fails is logged", () => {
  const log = new MemoryLog();
  const failed = logFailedView("exp", log);
  failed("v_a", "no room");
  failed("v_b", "no room");
  assert.deepEqual(log.lines, [
    "warn: exp: cannot create the view v_a: no room; measurements are stored " +
    "all the same",
  ]);
});
