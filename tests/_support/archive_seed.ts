import type { ConversionKind } from "../../codec/tuples/conversion.ts";
import type { OmlValue } from "../../codec/values/oml_value.ts";

/** A row to store. */
export interface SeedRow {
  /** Name of the sender. */
  readonly sender: string;
  /** `oml_seq` */
  readonly seq: number;
  /** `oml_ts_client` */
  readonly client: number;
  /** `oml_ts_server` */
  readonly server: number;
  /** The values of the fields. */
  readonly values: readonly OmlValue[];
}

/** A table to store. */
export interface SeedTable {
  /** Its schema, `INDEX NAME FIELD:TYPE ...`. */
  readonly schema: string;
  /** Its rows, in the order of their ids. */
  readonly rows: readonly SeedRow[];
}

/** A row of metadata from a client. */
export interface SeedMetadata {
  readonly sender: string;
  readonly subject: string;
  readonly key: string;
  readonly value: string;
}

/** A rejected sample. */
export interface SeedReject {
  readonly sender: string;
  readonly time: number;
  readonly stream?: number;
  readonly reason: string;
  readonly raw: string;
}

/** Converted values. */
export interface SeedConversion {
  readonly sender: string;
  readonly count: number;
  readonly field: string;
  readonly kind: ConversionKind;
}

/** An experiment to store. */
export interface SeedExperiment {
  /** Its name. */
  readonly name: string;
  /** Its start; no client gave one if it is not given. */
  readonly startTime?: number;
  /** Its senders, which are numbered from 1. */
  readonly senders: readonly string[];
  readonly tables?: readonly SeedTable[];
  readonly metadata?: readonly SeedMetadata[];
  readonly rejects?: readonly SeedReject[];
  readonly conversions?: readonly SeedConversion[];
}
