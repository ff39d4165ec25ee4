/**
 * Preloaded into a program: its wall clock is ahead by the milliseconds in the
 * file that `OML2_CLOCK` names.
 */
import { readFileSync } from "node:fs";
import process from "node:process";

const file = process.env.OML2_CLOCK ?? "";
const now = Date.now;
Date.now = () => now() + Number(readFileSync(file, "utf8"));
