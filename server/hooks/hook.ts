/**
 * The event hook of a server, or none.
 *
 * @module
 */
import { errorText } from "../../shared/error_text.ts";
import type { Log } from "../../shared/log.ts";
import type { ServerObserver } from "../observer.ts";
import { HookObserver } from "./hook_observer.ts";
import { HookProcess } from "./hook_process.ts";

/** What a server has of its hook. */
export interface Hook {
  /** What is to be told of databases. */
  readonly observers: readonly ServerObserver[];
  /** Resolves when the hook has left; it is made to after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

const NONE: Hook = { observers: [], stop: () => Promise.resolve() };

/** Starts the program, if there is one, as a hook. */
export function startHook(program: string | undefined, log: Log): Hook {
  if (program === undefined) return NONE;
  try {
    const hook = new HookProcess({ program, log });
    return {
      observers: [new HookObserver((line) => hook.send(line))],
      stop: (graceMs) => hook.stop(graceMs),
    };
  } catch (error) {
    // Deno may forbid to hand the environment on.
    const why = errorText(error);
    log.warn(
      "Event hook {program} cannot be started ({why}); going on without it",
      { program, why },
    );
    return NONE;
  }
}
