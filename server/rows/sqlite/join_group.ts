/**
 * Clients that join an experiment at the same time, in one transaction: a
 * thousand transactions take longer than storing a hundred thousand tuples.
 *
 * @module
 */
import type { Joined, Member } from "../store.ts";

/** Maximum number of members of a group: they block their thread meanwhile. */
const MOST_MEMBERS = 500;

/** Adds all members, in their order, or none. */
export type JoinAll = (members: readonly Member[]) => Joined[];

/** Runs a call of the database, after those before it. */
export type RunJoins = (work: (join: JoinAll) => Joined[]) => Promise<Joined[]>;

/** Members that wait for the same call. */
interface Group {
  readonly members: Member[];
  readonly joined: Promise<Joined[]>;
}

/** Lets members join together while they wait for earlier calls. */
export class JoinGroup {
  readonly #run: RunJoins;
  #group: Group | undefined;

  /** Members join by calls of `run`. */
  constructor(run: RunJoins) {
    this.#run = run;
  }

  /**
   * Adds a member, with others.
   *
   * @throws {unknown} the error of the call, which all its members get.
   */
  async join(member: Member): Promise<Joined> {
    const group = this.#group ??= this.#begin();
    const index = group.members.push(member) - 1;
    if (group.members.length >= MOST_MEMBERS) this.end();
    return (await group.joined)[index];
  }

  /** Must be called before any other call of the database: order matters. */
  end(): void {
    this.#group = undefined;
  }

  #begin(): Group {
    const members: Member[] = [];
    const joined = this.#run((join) => {
      this.#endThis(members);
      return join(members);
    });
    return { members, joined };
  }

  /** From now on, others form a new group. */
  #endThis(members: Member[]): void {
    if (this.#group?.members === members) this.end();
  }
}
