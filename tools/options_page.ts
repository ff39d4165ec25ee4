/**
 * Prints docs/options.md (`deno task options` writes it).
 *
 * @module
 */
import process from "node:process";
import { optionsPage } from "../cli/manual/options_page.ts";
import { PAGES } from "../cli/manual/pages.ts";

process.stdout.write(optionsPage(PAGES.values()));
