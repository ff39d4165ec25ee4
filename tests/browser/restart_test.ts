import { browserTests } from "../_support/browser/browser_tests.ts";
import { withLab } from "../_support/browser/lab_server.ts";
import { grows } from "../_support/browser/figures.ts";

const { test, visit } = browserTests();

/** What a page may report while its server is away. */
const AWAY =
  /ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_NETWORK|503/;

test("Pages say that the server is away, and recover when it is back", () =>
  withLab(
    {},
    (server) =>
      visit({ origin: server.origin }, async (page, { faults }) => {
        await page.getByRole("link", { name: "lab" }).click();
        await page.getByText("All 4 senders are sending").waitFor();
        faults.expect(AWAY);
        await server.stop();
        await page.getByText("Server does not answer; retrying.").waitFor();
        await page.getByRole("heading", { name: "lab" }).waitFor();
        await server.startAgain();
        await page.getByText("Server does not answer; retrying.")
          .waitFor({ state: "hidden" });
        await page.getByText("All 4 senders are sending").waitFor();
        await grows(page.getByRole("main"), /([\d,. ]+) rows/);
      }),
  ));
