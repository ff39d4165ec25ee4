/** Prints the number of rows of each experiment in a directory. */
import process from "node:process";
import { SqliteArchive } from "../../../../archive/sqlite/sqlite_archive.ts";

const [, , directory] = process.argv;
const archive = new SqliteArchive({ directory, inServer: false });
const experiments = await archive.experiments();
console.log(
  experiments.map(({ name, rows, fault }) => `${name} ${fault ?? rows}`).join(
    "\n",
  ),
);
await archive.close();
