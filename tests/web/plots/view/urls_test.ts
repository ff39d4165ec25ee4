import assert from "node:assert/strict";
import { test } from "node:test";
import {
  csvUrl,
  rowsUrl,
  seriesUrl,
  spectraUrl,
  tailUrl,
} from "../../../../web/plots/view/urls.ts";

const NAME = { experiment: "my exp", table: "a/b" };
const AT = "/experiments/my%20exp/tables/a%2Fb";

test("lists are repeated parameters, and names are escaped", () => {
  const query = { columns: ["x", "y&z"], clock: "client", width: 800 } as const;
  assert.equal(
    seriesUrl(NAME, { ...query, from: undefined, to: 2 }),
    `${AT}/series?columns=x&columns=y%26z&clock=client&width=800&to=2`,
  );
});

test("each kind of answer has an address", () => {
  assert.equal(rowsUrl(NAME, { limit: 5 }), `${AT}/rows?limit=5`);
  assert.equal(csvUrl(NAME, {}), `${AT}/rows.csv`);
  assert.equal(
    spectraUrl(NAME, { column: "v", width: 9, bins: 3 }),
    `${AT}/spectra?column=v&width=9&bins=3`,
  );
  assert.equal(
    tailUrl(NAME, { columns: ["v"], after: 7 }),
    `${AT}/tail?columns=v&after=7`,
  );
});
