import type { Random } from "../../../_support/random.ts";

/** Names that exist, for requests that are not all wrong. */
export interface KnownNames {
  readonly experiments: readonly string[];
  readonly tables: readonly string[];
  readonly columns: readonly string[];
  readonly senders: readonly string[];
}

/** A request below `/api/v1`. */
export interface OddRequest {
  readonly path: string;
  readonly init: RequestInit;
}

const ROUTES: readonly string[] = [
  "/site",
  "/openapi.json",
  "/experiments",
  "/experiments/EXPERIMENT",
  "/experiments/EXPERIMENT/activity",
  "/experiments/EXPERIMENT/rejects",
  "/experiments/EXPERIMENT/tables/TABLE/rows",
  "/experiments/EXPERIMENT/tables/TABLE/rows",
  "/experiments/EXPERIMENT/tables/TABLE/series",
  "/experiments/EXPERIMENT/tables/TABLE/series",
  "/experiments/EXPERIMENT/tables/TABLE/spectra",
  "/experiments/EXPERIMENT/tables/TABLE/rows.csv",
  "/experiments/EXPERIMENT/tables/TABLE/tail",
  "/proxy",
  "/proxy/commands",
];

const SELECTION = ["senders", "clock", "from", "to"];

/** The parameters of routes, by the ends of their paths. */
const PARAMETERS: Readonly<Record<string, readonly string[]>> = {
  rejects: ["sender", "before", "limit"],
  rows: ["columns", ...SELECTION, "after", "before", "limit"],
  series: ["columns", ...SELECTION, "width"],
  spectra: ["column", ...SELECTION, "width", "bins"],
  "rows.csv": ["columns", ...SELECTION],
  tail: ["columns", "senders", "after"],
};

const OTHER_PARAMETERS: readonly string[] = [
  ...["columns", "column", "after", "limit", "width", "token"],
  ...["__proto__", "constructor", "Columns", "limit[]", "a b", "", "\u0130"],
];

const ODD_TEXTS: readonly string[] = [
  ...["", " ", "0", "-0", "-1", "1", "00", "+1", "1.5", ".5", "5.", "1e3"],
  ...["1e309", "-1e309", "NaN", "Infinity", "-Infinity", "0x10", "1_000"],
  ...["9007199254740991", "9007199254740992", "18446744073709551616"],
  ...["99999999999999999999999999", "\u0663", "1 ", " 1", "1,2", "10000"],
  ...["null", "undefined", "true", "[object Object]", "[]", "{}"],
  ...["__proto__", "constructor", "toString", "hasOwnProperty", "valueOf"],
  ...["'", '"', "`", "\\", "--", ";", "%", "%00", "%2e", "*", "?", "#"],
  "'; DROP TABLE app_all; --",
  '" OR 1=1 --',
  "x' UNION SELECT sql FROM sqlite_master --",
  "1); ATTACH DATABASE '/tmp/x' AS x; --",
  "sqlite_master",
  "_senders",
  "_experiment_metadata",
  "oml_seq",
  "rowid",
  "../../etc/passwd",
  "..",
  "/etc/passwd",
  "C:\\windows",
  "file:///etc/passwd",
  "\0",
  "a\0b",
  "a\r\nb: c",
  "\u{1f600}",
  "e\u0301",
  "\u202e",
  "\ufffe",
  "<script>alert(1)</script>",
  "${7*7}",
  "x".repeat(300),
  "\u00e4".repeat(3_000),
];

const METHODS: readonly string[] = [
  ...["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "PROPFIND", "get"],
];

const BODIES: readonly string[] = [
  ...["", "{", "null", "[]", "1", '"STOP"', '{"command":"STOP"}'],
  ...['{"command":"STATUS"}', '{"command":null}', '{"__proto__":{"a":1}}'],
  ...["\0\x01", "x".repeat(100_000), "[".repeat(10_000), "command=STOP"],
];

const TYPES: readonly string[] = [
  ...["application/json", "application/json; charset=utf-16", "text/plain"],
  ...["application/x-www-form-urlencoded", "multipart/form-data", "x"],
];

/** The next odd request of a sequence. */
export function oddRequest(random: Random, known: KnownNames): OddRequest {
  const route = oddPath(random, known);
  const path = route + oddQuery(random, known, route);
  const headers: Record<string, string> = {};
  if (random.next() < 0.2) {
    // Headers are bytes; fetch rejects others.
    headers["last-event-id"] = random.pick(ODD_TEXTS)
      .replace(/[^\x20-\x7e]/g, "~").trim();
  }
  if (random.next() < 0.1) headers.accept = random.pick(["", "x/y", "*/*;q=0"]);
  const method = random.next() < 0.8
    ? route === "/proxy/commands" ? "POST" : "GET"
    : random.pick(METHODS);
  const hasBody = !/^(?:GET|HEAD)$/i.test(method) && random.next() < 0.8;
  if (hasBody) headers["content-type"] = random.pick(TYPES);
  const body = hasBody ? random.pick(BODIES) : undefined;
  return { path, init: { method, headers, body } };
}

function oddPath(random: Random, known: KnownNames): string {
  const name = (names: readonly string[]) =>
    random.next() < 0.85
      ? encodeURIComponent(random.pick(names))
      : oddText(random);
  const path = random.pick(ROUTES)
    .replace("EXPERIMENT", () => name(known.experiments))
    .replace("TABLE", () => name(known.tables));
  const mutation = random.next();
  if (mutation < 0.03) return `${path}/${oddText(random)}`;
  if (mutation < 0.05) return path.replaceAll("/", "//");
  if (mutation < 0.07) return path.toUpperCase();
  return mutation < 0.09 ? path.slice(0, random.from(0, path.length)) : path;
}

/** A parameter, mostly one of the route's. */
function oddParameter(random: Random, path: string): string {
  const own = PARAMETERS[path.slice(path.lastIndexOf("/") + 1)];
  return random.next() < 0.9 && own !== undefined
    ? random.pick(own)
    : random.pick(OTHER_PARAMETERS);
}

function oddQuery(random: Random, known: KnownNames, route: string): string {
  const hasSome = route.includes("/tables/") || random.next() < 0.2;
  const count = hasSome ? random.pick([0, 1, 1, 2, 2, 3, 5]) : 0;
  const parts = Array.from({ length: count }, () => {
    const parameter = oddParameter(random, route);
    const likely = likelyValue(parameter, random, known);
    const isLikely = random.next() < 0.7 && likely !== undefined;
    const value = isLikely ? encodeURIComponent(likely) : oddText(random);
    return `${encodeURIComponent(parameter)}=${value}`;
  });
  if (count > 0 && random.next() < 0.02) {
    const many = random.pick(parts);
    return `?${Array.from({ length: 1_100 }, () => many).join("&")}`;
  }
  return count === 0
    ? ""
    : `?${parts.join(random.pick(["&", "&", "&&", ";"]))}`;
}

/** A value that may be valid. */
function likelyValue(
  parameter: string,
  random: Random,
  known: KnownNames,
): string | undefined {
  switch (parameter) {
    case "columns":
    case "column":
      return random.pick(known.columns);
    case "senders":
    case "sender":
      return random.pick(known.senders);
    case "clock":
      return random.pick(["client", "server"]);
    case "from":
    case "to":
      return String(random.from(-100_000, 200_000) / 1000);
    case "after":
    case "before":
    case "limit":
    case "width":
    case "bins":
      return String(random.from(0, 1_500));
    default:
      return undefined;
  }
}

/** An odd text, encoded in one of several ways. */
function oddText(random: Random): string {
  const text = random.pick(ODD_TEXTS);
  switch (random.from(0, 8)) {
    case 0:
      // As it is, as far as a URL allows.
      return text.replace(/[#?]/g, "");
    case 1:
      return encodeURIComponent(encodeURIComponent(text));
    case 2:
      return random.pick(["%", "%f", "%E0%A4%A", "%ff%fe", "%C0%AF", "%u0041"]);
    default:
      return encodeURIComponent(text);
  }
}
