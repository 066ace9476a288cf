// Numbers in columns that grow: a million items as objects would cost ten times the memory.

type Column = Int8Array | Uint8Array | Uint16Array | Int32Array | Uint32Array | Float32Array;

/** The column itself when it holds `needed` entries, else a copy with room for half as many again. */
export function grown<C extends Column>(column: C, needed: number): C {
  if (needed <= column.length) return column;
  const Kind = column.constructor as new (length: number) => C;
  const larger = new Kind(Math.max(needed, Math.ceil(column.length * 1.5)));
  larger.set(column as never);
  return larger;
}
