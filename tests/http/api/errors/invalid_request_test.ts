import assert from "node:assert/strict";
import { test } from "node:test";
import { someArchive } from "../_support/some_archive.ts";
import { TestApi } from "../_support/test_api.ts";

const TABLE = "/experiments/wifi/tables/radio_link";
const ROWS = `${TABLE}/rows`;
const ROWS_PARAMETERS =
  "use columns, senders, clock, from, to, after, before, limit";

/** Each invalid request, with its message and hint. */
const CASES: readonly (readonly [string, string, string])[] = [
  [
    `${ROWS}?limit=0`,
    'parameter limit has the invalid value "0"',
    "give a whole number from 1 to 10,000",
  ],
  [
    `${ROWS}?limit=10001`,
    'parameter limit has the invalid value "10001"',
    "give a whole number from 1 to 10,000",
  ],
  [
    `${ROWS}?limit=1e3`,
    'parameter limit has the invalid value "1e3"',
    "give a whole number from 1 to 10,000",
  ],
  [
    `${ROWS}?limit=`,
    'parameter limit has the invalid value ""',
    "give a whole number from 1 to 10,000",
  ],
  [
    `${ROWS}?limit=1&limit=2`,
    "parameter limit is given 2 times",
    "give it once",
  ],
  [
    `${ROWS}?after=-1`,
    'parameter after has the invalid value "-1"',
    "give a whole number from 0 to 9,007,199,254,740,991",
  ],
  [
    `${ROWS}?before=9007199254740992`,
    'parameter before has the invalid value "9007199254740992"',
    "give a whole number from 0 to 9,007,199,254,740,991",
  ],
  [
    `${ROWS}?from=NaN`,
    'parameter from has the invalid value "NaN"',
    "give a number of seconds, such as 12.5",
  ],
  [
    `${ROWS}?to=1e999`,
    'parameter to has the invalid value "1e999"',
    "give a number of seconds, such as 12.5",
  ],
  [
    `${ROWS}?from=5&to=3`,
    'parameter from has the invalid value "5"',
    "give a time that is not later than that of `to`",
  ],
  [
    `${ROWS}?clock=local`,
    'parameter clock has the invalid value "local"',
    "give client or server",
  ],
  [
    `${ROWS}?columns=`,
    'parameter columns has the invalid value ""',
    "give a name",
  ],
  [
    `${ROWS}?senders=node1&senders=`,
    'parameter senders has the invalid value ""',
    "give a name",
  ],
  [`${ROWS}?colums=a`, 'there is no parameter "colums"', ROWS_PARAMETERS],
  [
    `${ROWS}?a%0Ab=1`,
    'there is no parameter "a\\x0ab"',
    ROWS_PARAMETERS,
  ],
  ["/experiments?a=1", 'there is no parameter "a"', "remove it"],
  [`${TABLE}/series`, "parameter columns is missing", "give it"],
  [`${TABLE}/spectra`, "parameter column is missing", "give it"],
  [
    `${TABLE}/spectra?column=taps&bins=1025`,
    'parameter bins has the invalid value "1025"',
    "give a whole number from 1 to 1,024",
  ],
  [
    `${TABLE}/series?columns=rssi&width=4001`,
    'parameter width has the invalid value "4001"',
    "give a whole number from 1 to 4,000",
  ],
];

test("an invalid parameter is named, with its value and the remedy", async () => {
  const api = TestApi.of(someArchive());
  for (const [path, message, hint] of CASES) {
    assert.deepEqual(await api.error(path), ["400", message, hint], path);
  }
});

test("an invalid header is named", async () => {
  const api = TestApi.of(someArchive());
  const headers = { "last-event-id": "x" };
  assert.deepEqual(await api.error(`${TABLE}/tail`, { headers }), [
    "400",
    'header last-event-id has the invalid value "x"',
    "give a whole number from 0 to 9,007,199,254,740,991",
  ]);
});

test("long values are cut in messages", async () => {
  const api = TestApi.of(someArchive());
  const [, message] = await api.error(`${ROWS}?limit=${"1".repeat(2000)}`);
  assert.ok(message.length < 150, message);
  const [, name] = await api.error(`/experiments/${"x".repeat(2000)}`);
  assert.ok(name.length < 550, name);
});

test("there may be only so many names", async () => {
  const api = TestApi.of(someArchive());
  const query = Array.from({ length: 65 }, (_, i) => `columns=${i}`).join("&");
  const [status, , hint] = await api.error(`${TABLE}/series?${query}`);
  assert.deepEqual([status, hint], ["400", "give at most 64 names"]);
});
