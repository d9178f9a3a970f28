/** Bounds of what is read out of a file; what is beyond is left out. */
export const LIMITS = {
  /** Characters of text. */
  chars: 400_000,
  /** Pages of a PDF. */
  pages: 300,
  /** Time, ms. */
  ms: 30_000,
  /** Unpacked size of all parts of a DOCX together, and how many it may have. */
  unpackedBytes: 60 * 1024 * 1024,
  parts: 2_000,
  /** Memory of the worker that reads, MB. */
  heapMb: 256,
} as const;
