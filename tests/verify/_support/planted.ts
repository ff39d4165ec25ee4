import type { SeedExperiment, SeedRow } from "../../_support/archive_seed.ts";

/** An experiment with every type, in rows that are all different. */
export function plantedBed(name: string): SeedExperiment {
  const row = (i: number): SeedRow => ({
    sender: `n${i % 2 + 1}`,
    seq: i,
    client: 1_500 + i / 10,
    server: 1_500 + i / 10 + 0.5,
    values: [
      ...[i, 4_000_000_000 + i, 2n ** 53n + BigInt(i)],
      ...[BigInt.asIntN(64, 2n ** 63n + BigInt(i)), i + 0.1],
      ...[`täxt ${i}`, new Uint8Array([1, 2, i]), BigInt(i), i % 3 === 0],
      ...[[i, i + 0.5, 0], [2n ** 60n, BigInt(i)]],
    ],
  });
  return {
    name,
    startTime: 1_000,
    senders: ["n1", "n2", "n3"],
    tables: [{
      schema: "1 app_all i:int32 u:uint32 l:int64 w:uint64 d:double " +
        "s:string b:blob g:guid o:bool vd:[double] vl:[int64]",
      rows: Array.from({ length: 40 }, (_, i) => row(i)),
    }, {
      schema: "2 app_old n:int32",
      rows: [{ sender: "n3", seq: 1, client: 0, server: 0, values: [1] }],
    }],
    metadata: [{
      sender: "n1",
      subject: ".app_all.d",
      key: "unit",
      value: "V",
    }],
    conversions: [{
      ...{ sender: "n2", count: 7, field: "i", kind: "fraction cut" },
    }],
    rejects: [{
      sender: "n1",
      time: 3,
      stream: 1,
      reason: "too few fields",
      raw: "1\t2\n",
    }],
  };
}

/** How a backend writes what SQL does not specify. */
export interface Dialect {
  /** The name of the backend. */
  readonly backend: "sqlite" | "postgresql";
  /** A value of bytes. */
  readonly bytes: (hex: string) => string;
}

export const SQLITE: Dialect = {
  backend: "sqlite",
  bytes: (hex) => `x'${hex}'`,
};

export const POSTGRES: Dialect = {
  backend: "postgresql",
  bytes: (hex) => `'\\x${hex}'::bytea`,
};

/** A difference that is made in the second database. */
export interface Plant {
  readonly what: string;
  /** What is made in both databases before. */
  readonly both?: string;
  /** What makes the difference. */
  readonly sql: string | ((dialect: Dialect) => string);
  /** What is reported. */
  readonly found: readonly string[];
  /** The only backend in which this can be stored. */
  readonly only?: Dialect["backend"];
}

const set = (assignment: string, seq = 7) =>
  `UPDATE app_all SET ${assignment} WHERE oml_seq = ${seq}`;

const ONE = "app_all: 40 tuples in A, 40 in B; 1 only in A, 1 only in B";

/** A value of the row with the number 7 that differs. */
const value = (
  what: string,
  assignment: string | ((dialect: Dialect) => string),
  found: string,
  more: Partial<Plant> = {},
): Plant => ({
  what,
  sql: (dialect) =>
    set(typeof assignment === "string" ? assignment : assignment(dialect)),
  found: [ONE, `  sender "n2", oml_seq 7: ${found}`],
  ...more,
});

const bool = (value: boolean) => ({ backend }: Dialect) =>
  `o = ${backend === "sqlite" ? Number(value) : value}`;

/** The columns of a row but its id. */
const COLUMNS = "oml_sender_id, oml_seq, oml_ts_client, oml_ts_server, " +
  "i, u, l, w, d, s, b, g, o, vd, vl";

const tuple = (i: number, odd = "n2", bit = false) =>
  `sender "${odd}", oml_seq ${i}, oml_ts_client 1500.${i}, ` +
  `oml_ts_server ${(1_500 + i / 10 + 0.5)}, i ${i}, u 400000000${i}, ` +
  `l ${2n ** 53n + BigInt(i)}, w ${2n ** 63n + BigInt(i)}, d ${i}.1, ` +
  `s "täxt ${i}", b x'01020${i}', g ${i}, o ${bit}, ` +
  `vd [${i}, ${i}.5, 0], vl [1152921504606846976, ${i}]`;

/** Each is a difference between two copies of the bed. */
export const PLANTS: readonly Plant[] = [
  value(
    "the last bit of a double",
    "d = 7.1000000000000005",
    "d 7.1 in A, 7.1000000000000005 in B",
  ),
  value("a double without its fraction", "d = 7", "d 7.1 in A, 7 in B"),
  value("a missing double", "d = NULL", "d 7.1 in A, NULL in B", {
    only: "sqlite",
  }),
  value("a zero with a sign", "d = '-0'", "d 0 in A, -0 in B", {
    both: set("d = 0"),
    only: "postgresql",
  }),
  value("NaN where NULL was", "d = 'NaN'", "d NULL in A, NaN in B", {
    both: set("d = NULL"),
    only: "postgresql",
  }),
  value("NULL where 0 was", "i = NULL", "i 0 in A, NULL in B", {
    both: set("i = 0"),
  }),
  value("an int32 with another sign", "i = -7", "i 7 in A, -7 in B"),
  value(
    "a uint32 above 2^31, off by one",
    "u = 4000000008",
    "u 4000000007 in A, 4000000008 in B",
  ),
  value(
    "an int64 above 2^53, off by one",
    "l = 9007199254741000",
    "l 9007199254740999 in A, 9007199254741000 in B",
  ),
  value(
    "a uint64 above 2^63, off by one",
    "w = w + 1",
    "w 9223372036854775815 in A, 9223372036854775816 in B",
  ),
  value("a guid of 0 where NULL was", "g = 0", "g NULL in A, 0 in B", {
    both: set("g = NULL"),
  }),
  value("a bool", bool(true), "o false in A, true in B"),
  value(
    "another letter",
    "s = 'tåxt 7'",
    's "täxt 7" in A, "tåxt 7" in B',
  ),
  value(
    "a decomposed letter",
    "s = 'ta\u0308xt 7'",
    's "täxt 7" in A, "ta\u0308xt 7" in B',
  ),
  value(
    "a blank at the end",
    "s = 'täxt 7 '",
    's "täxt 7" in A, "täxt 7 " in B',
  ),
  value("NULL where an empty text was", "s = NULL", 's "" in A, NULL in B', {
    both: set("s = ''"),
  }),
  value(
    "a long text, far behind",
    "s = s || 'b'",
    [
      "s character 10000: ",
      '"a" in A, "b" in B',
    ].join(""),
    {
      both: set("s = substr(replace(hex(zeroblob(5000)), '0', 'x'), 2) || 'a'"),
      sql: set("s = substr(s, 1, 9999) || 'b'"),
      only: "sqlite",
    },
  ),
  value(
    "a byte of a blob",
    ({ bytes }) => `b = ${bytes("010307")}`,
    "b x'010207' in A, x'010307' in B",
  ),
  value(
    "a zero byte at the end of a blob",
    ({ bytes }) => `b = ${bytes("01020700")}`,
    "b x'010207' in A, x'01020700' in B",
  ),
  value("NULL where an empty blob was", "b = NULL", "b x'' in A, NULL in B", {
    both: "UPDATE app_all SET b = '' WHERE oml_seq = 7",
    only: "postgresql",
  }),
  value(
    "an element of a vector",
    "vd = '[ 7, 7.25, 0 ]'",
    "vd [7, 7.5, 0] in A, [7, 7.25, 0] in B",
  ),
  value(
    "a zero with a sign in a vector",
    "vd = '[ 7, 7.5, -0 ]'",
    "vd [7, 7.5, 0] in A, [7, 7.5, -0] in B",
  ),
  value(
    "NaN in a vector",
    "vd = '[ 7, 7.5, null ]'",
    "vd [7, 7.5, 0] in A, [7, 7.5, NULL] in B",
  ),
  value(
    "the order of elements",
    "vd = '[ 7.5, 7, 0 ]'",
    "vd [7, 7.5, 0] in A, [7.5, 7, 0] in B",
  ),
  value(
    "a lost element",
    "vd = '[ 7, 7.5 ]'",
    "vd [7, 7.5, 0] in A, [7, 7.5] in B",
  ),
  value(
    "NULL where an empty vector was",
    "vd = NULL",
    "vd [] in A, NULL in B",
    {
      both: set("vd = ''"),
    },
  ),
  value(
    "an element above 2^53, off by one",
    "vl = '[ 1152921504606846977, 7 ]'",
    "vl [1152921504606846976, 7] in A, [1152921504606846977, 7] in B",
  ),
  value(
    "a text in a column of numbers",
    "i = 'seven'",
    'i 7 in A, "seven" in B',
    {
      only: "sqlite",
    },
  ),
  value(
    "bytes in a column of texts",
    "s = CAST(s AS BLOB)",
    `s "täxt 7" in A, x'74c3a4787420 37' in B`.replace(" 37", "37"),
    { only: "sqlite" },
  ),
  value(
    "two values that are exchanged",
    "i = g, g = i",
    "i 8 in A, 7 in B; g 7 in A, 8 in B",
    { both: set("i = 8") },
  ),
  value(
    "a client's time, off by a microsecond",
    "oml_ts_client = 1500.700001",
    "oml_ts_client 1500.7 in A, 1500.700001 in B",
  ),
  value(
    "a time of arrival",
    "oml_ts_server = 1501.25",
    "oml_ts_server 1501.2 in A, 1501.25 in B",
  ),
  {
    what: "a sequence number, off by one",
    sql: set("oml_seq = 107"),
    found: [ONE, '  sender "n2", oml_seq 7: oml_seq 7 in A, 107 in B'],
  },
  {
    what: "a lost row",
    sql: "DELETE FROM app_all WHERE oml_seq = 7",
    found: [
      "app_all: 40 tuples in A, 39 in B; 1 only in A, 0 only in B",
      '  sender "n2": 20 in A, 19 in B',
      `  only in A: ${tuple(7)}`,
    ],
  },
  {
    what: "a doubled row",
    sql: `INSERT INTO app_all (${COLUMNS}) SELECT ${COLUMNS} ` +
      "FROM app_all WHERE oml_seq = 7",
    found: [
      "app_all: 40 tuples in A, 41 in B; 0 only in A, 1 only in B",
      '  sender "n2": 20 in A, 21 in B',
      `  once in A, 2 times in B: ${tuple(7)}`,
    ],
  },
  {
    what: "a row that is lost, and another one doubled",
    sql: `${set("oml_seq = oml_seq")};
      INSERT INTO app_all (${COLUMNS}) SELECT ${COLUMNS}
      FROM app_all WHERE oml_seq = 7; DELETE FROM app_all WHERE oml_seq = 5`,
    found: [
      ONE,
      `  only in A: ${tuple(5)}`,
      `  once in A, 2 times in B: ${tuple(7)}`,
    ],
  },
  {
    what: "two rows whose senders are exchanged",
    sql: "UPDATE app_all SET oml_sender_id = 3 - oml_sender_id " +
      "WHERE oml_seq IN (7, 8)",
    found: [
      "app_all: 40 tuples in A, 40 in B; 2 only in A, 2 only in B",
      '  sender "n1", oml_seq 8: sender "n1" in A, "n2" in B',
      '  sender "n2", oml_seq 7: sender "n2" in A, "n1" in B',
    ],
  },
  {
    what: "two rows whose values are exchanged",
    sql: "UPDATE app_all SET s = CASE oml_seq WHEN 7 THEN 'täxt 9' " +
      "ELSE 'täxt 7' END WHERE oml_seq IN (7, 9)",
    found: [
      "app_all: 40 tuples in A, 40 in B; 2 only in A, 2 only in B",
      '  sender "n2", oml_seq 7: s "täxt 7" in A, "täxt 9" in B',
      '  sender "n2", oml_seq 9: s "täxt 9" in A, "täxt 7" in B',
    ],
  },
  {
    what: "a lost table",
    sql: "DROP TABLE app_old",
    found: ["table app_old only in A (1 row)"],
  },
  {
    what: "an empty table more",
    sql: "CREATE TABLE app_new AS SELECT * FROM app_old WHERE n = 0",
    found: ["table app_new only in B (0 rows)"],
    only: "sqlite",
  },
  {
    what: "a renamed column",
    sql: "ALTER TABLE app_old RENAME COLUMN n TO m",
    found: [
      "table app_old: column n (int32) only in A",
      "table app_old: column m (INTEGER) only in B",
    ],
    only: "sqlite",
  },
  {
    what: "the type of a column",
    sql: "UPDATE _experiment_metadata SET value = '2 app_old n:double' " +
      "WHERE key = 'table_app_old'",
    found: [
      "table app_old: column n is int32 in A, double in B",
      'metadata table_app_old: "app_old n:int32" in A, ' +
      '"app_old n:double" in B',
    ],
  },
  {
    what: "a value of metadata",
    sql: "UPDATE _experiment_metadata SET value = 'mV' WHERE key = 'unit'",
    found: ['metadata .app_all.d unit from "n1": "V" in A, "mV" in B'],
  },
  {
    what: "metadata that is doubled",
    sql: "INSERT INTO _experiment_metadata " +
      "(oml_sender_id, subject, key, value) SELECT " +
      "oml_sender_id, subject, key, value FROM _experiment_metadata " +
      "WHERE key = 'unit'",
    found: [
      'metadata .app_all.d unit from "n1": none in A, "V" in B, ' +
      "besides 1 equal value",
    ],
  },
  {
    what: "metadata of another sender",
    sql: "UPDATE _experiment_metadata SET oml_sender_id = 2 " +
      "WHERE key = 'unit'",
    found: [
      'metadata .app_all.d unit from "n1": "V" in A, none in B',
      'metadata .app_all.d unit from "n2": none in A, "V" in B',
    ],
  },
  {
    what: "the start of the experiment",
    sql: "UPDATE _experiment_metadata SET value = '1001' " +
      "WHERE key = 'start_time'",
    found: ['metadata start_time: "1000" in A, "1001" in B'],
  },
  {
    what: "a renamed sender",
    sql: "UPDATE _senders SET name = 'n4' WHERE name = 'n3'",
    found: [
      'sender "n3" only in A',
      'sender "n4" only in B',
      "app_old: 1 tuple in A, 1 in B; 1 only in A, 1 only in B",
      '  sender "n3": 1 in A, 0 in B',
      '  sender "n4": 0 in A, 1 in B',
      '  sender "n3", oml_seq 1: sender "n3" in A, "n4" in B',
    ],
  },
  {
    what: "a rejected sample",
    sql: "UPDATE _oml_rejected SET reason = 'too many fields'",
    found: [
      "_oml_rejected: 1 tuple in A, 1 in B; 1 only in A, 1 only in B",
      '  sender "n1", stream 1: reason "too few fields" in A, ' +
      '"too many fields" in B',
    ],
  },
  {
    what: "the number of rejected samples",
    sql: "UPDATE _oml_reject_counts SET count = 5",
    found: [
      'rejected samples from "n1", "too few fields": 1 in A, 5 in B',
    ],
  },
  {
    what: "the number of converted values",
    sql: "DELETE FROM _oml_conversions",
    found: ['converted values from "n2": 7 in A, 0 in B'],
  },
];
