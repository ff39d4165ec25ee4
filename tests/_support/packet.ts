/** A part of a message: a byte, text (as UTF-8), or bytes. */
export type Part = number | string | Uint8Array | readonly number[];

/** Joins parts to bytes. */
export function bytes(...parts: readonly Part[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => {
    if (typeof part === "number") return [part];
    return typeof part === "string"
      ? [...new TextEncoder().encode(part)]
      : [...part];
  }));
}

/** Bytes as characters with the same codes. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/** The lowest `size` bytes of an integer, in big-endian order. */
export function bigEndian(value: number | bigint, size: number): number[] {
  const digits: number[] = [];
  let left = BigInt.asUintN(8 * size, BigInt(value));
  for (let i = 0; i < size; i++) {
    digits.unshift(Number(left % 256n));
    left /= 256n;
  }
  return digits;
}

/** Values as they appear in a binary message, written by hand. */
export const value = {
  long: (v: number) => bytes(0x01, bigEndian(v, 4)),
  double: (mantissa: number, exponent: number) =>
    bytes(0x02, bigEndian(mantissa, 4), bigEndian(exponent, 1)),
  nan: () => bytes(0x03, [0, 0, 0, 0, 0]),
  string: (text: string | Uint8Array) => {
    const content = bytes(text);
    return bytes(0x04, content.length, content);
  },
  int32: (v: number) => bytes(0x05, bigEndian(v, 4)),
  uint32: (v: number) => bytes(0x06, bigEndian(v, 4)),
  int64: (v: bigint) => bytes(0x07, bigEndian(v, 8)),
  uint64: (v: bigint) => bytes(0x08, bigEndian(v, 8)),
  blob: (content: Uint8Array) =>
    bytes(0x09, bigEndian(content.length, 4), content),
  guid: (v: bigint) => bytes(0x0a, bigEndian(v, 8)),
  bool: (v: boolean) => bytes(v ? 0x0c : 0x0b),
  /** `type` is the element's type byte; elements are given as bytes. */
  vector: (type: number, elements: readonly Part[]) =>
    bytes(0x0d, type, bigEndian(elements.length, 2), ...elements),
};

/**
 * The fields before the values of a message; the time is half a second by
 * default.
 */
export interface PacketHead {
  stream: number;
  sequence?: number;
  /** Mantissa and exponent of the time stamp. */
  time?: readonly [mantissa: number, exponent: number];
  /** The announced number of values, if not the actual one. */
  count?: number;
}

/** The body of a message. */
export function body(head: PacketHead, ...values: Uint8Array[]): Uint8Array {
  const { stream, sequence = 1, time = [2 ** 29, 0] } = head;
  return bytes(
    head.count ?? values.length,
    stream,
    value.int32(sequence),
    value.double(...time),
    ...values,
  );
}

/** A message with a short header, or with another type or length. */
export function frame(
  content: Uint8Array,
  { kind = 1, length = content.length } = {},
): Uint8Array {
  return bytes(
    0xaa,
    0xaa,
    kind,
    bigEndian(length, kind === 1 ? 2 : 4),
    content,
  );
}

/** A message with a short header. */
export function packet(head: PacketHead, ...values: Uint8Array[]): Uint8Array {
  return frame(body(head, ...values));
}
