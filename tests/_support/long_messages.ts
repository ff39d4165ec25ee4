import { headers } from "./hello.ts";
import { bigEndian, bytes, value } from "./packet.ts";

/** Just below the default of `--max-message`, all fields together. */
const SIZE = 15_000_000;

const MANY = 900;

/** The bytes that one client sends. */
export interface LongMessage {
  readonly name: string;
  /** Headers and body. */
  readonly parts: readonly Uint8Array[];
}

/** Repeated as often as it fits into this number of bytes. */
function fill(unit: string, size = SIZE): string {
  return unit.repeat(size / unit.length);
}

function vector(element: string, size = SIZE): string {
  const count = Math.floor(size / (element.length + 1));
  return `${count}${` ${element}`.repeat(count)}`;
}

function hello(types: readonly string[], content: "text" | "binary") {
  const fields = types.map((type, i) => `v${i}:${type}`).join(" ");
  const schemas = [`1 app_m ${fields}`];
  return headers({ domain: "long", schemas, protocol: 5, content });
}

/** One line: a tuple with as many fields as values. */
function line(type: string, ...values: readonly string[]): Uint8Array[] {
  const types = values.map(() => type);
  const text = `1\t1\t1\t${values.join("\t")}\n`;
  return [bytes(hello(types, "text")), new TextEncoder().encode(text)];
}

/** A line with metadata of the experiment. */
function metadata(text: string): Uint8Array[] {
  const source = new TextEncoder().encode(`1\t0\t1\t.\t${text}\n`);
  return [bytes(hello(["int32"], "text")), source];
}

/** Many fields with the maximum length together. */
function fields(type: string, text: (size: number) => string): Uint8Array[] {
  return line(type, ...Array<string>(MANY).fill(text(SIZE / MANY)));
}

/** A long message with as many values as fit. */
function packet(type: string, one: Uint8Array): Uint8Array[] {
  const count = Math.min(255, Math.floor(SIZE / one.length));
  const prefix = bytes(count, 1, value.int32(1), value.double(2 ** 29, 0));
  const size = prefix.length + count * one.length;
  return [
    bytes(hello(Array<string>(count).fill(type), "binary")),
    bytes([0xaa, 0xaa, 2], bigEndian(size, 4), prefix),
    ...Array<Uint8Array>(count).fill(one),
  ];
}

/** A binary vector with the most elements, all of them equal. */
function elements(type: number, element: number, size: number): Uint8Array {
  const count = 0xffff;
  const vector = new Uint8Array(4 + count * size).fill(element);
  vector.set([0x0d, type, 0xff, 0xff]);
  return vector;
}

/** Unusual messages that any client may send. */
export const LONG_MESSAGES: readonly LongMessage[] = [
  { name: "a string", parts: line("string", fill("x")) },
  { name: "a string of escapes", parts: line("string", fill("\\t")) },
  { name: "a blob", parts: line("blob", fill("QUJD")) },
  { name: "digits of an integer", parts: line("int32", fill("1")) },
  { name: "digits of a guid", parts: line("guid", fill("9")) },
  { name: "digits of a double", parts: line("double", fill("1")) },
  { name: "zeros of a double", parts: line("double", `0.${fill("0")}1`) },
  { name: "hexadecimal digits", parts: line("double", `0x1.${fill("f")}`) },
  { name: "a vector of doubles", parts: line("[double]", vector("1e20")) },
  { name: "a vector of bools", parts: line("[bool]", vector("t")) },
  { name: "many strings", parts: fields("string", (n) => fill("x", n)) },
  { name: "many vectors", parts: fields("[int32]", (n) => vector("7", n)) },
  { name: "metadata", parts: metadata(`k\t${fill("\\t")}`) },
  { name: "a definition", parts: metadata(`schema\t2 m ${fill("a:int32 ")}`) },
  { name: "binary bools", parts: packet("[bool]", elements(0x0e, 0x0c, 1)) },
  { name: "binary doubles", parts: packet("[double]", elements(0x0f, 9, 8)) },
];
