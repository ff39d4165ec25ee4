import type { Activity } from "../../../archive/activity.ts";
import { waitFor } from "../wait_for.ts";
import { Lab, type LabOptions } from "./lab.ts";
import { PageServer } from "./page_server.ts";

/** Lends a server with a page, and the laboratory that it serves. */
export async function withLab(
  options: LabOptions,
  use: (server: PageServer, lab: Lab) => Promise<void>,
): Promise<void> {
  await using server = await PageServer.start();
  await using lab = await Lab.start(server.port, options);
  await use(server, lab);
}

/**
 * Sends the experiment `lab` samples that can't be stored, and a gap; resolves
 * when the server has noticed.
 */
export async function sendTrouble(
  { server, origin }: PageServer,
  sender: string,
): Promise<void> {
  const client = await server.client({
    domain: "lab",
    sender,
    schemas: ["1 node_clock drift:int32 label:string"],
    startTime: Math.floor(Date.now() / 1000),
  }, "0.1\t1\t1\t3\tok\n0.2\t1\t5\t4\tok\nnot a tuple\n0.3\t1\t6\tx\n");
  await client.end();
  await waitFor("a gap", async () => {
    const url = `${origin}/api/v1/experiments/lab/activity`;
    const { cells }: Activity = await (await fetch(url)).json();
    return cells.some(({ gaps }) => gaps > 0);
  });
}
