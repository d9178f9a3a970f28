/**
 * What the rest of the sidecar knows of the index `va_knowledge`: full text and vectors over pieces of documents. Two backends
 * answer it alike: `embedded/` (one SQLite file) and `opensearch/`. Who may read what is not decided here.
 */
export interface ChunkIndex {
  /** Says which vectors are kept from now on; null for none. Vectors of another embedder are dropped, the texts stay. */
  useEmbedder(embedder: VectorKind | null): Promise<void>;
  /** The pieces of a document in place of all that were there of it; none removes it. What fails half way is not there, or in its old form: never in both. */
  replace(document: IndexedDocument, chunks: readonly Chunk[]): Promise<void>;
  remove(documentIds: readonly string[]): Promise<void>;
  /** What is there, by id: the revision it was given with. */
  revisions(): Promise<ReadonlyMap<string, string>>;
  /** Pieces that fit, best first: by words, and by meaning where there is a vector; the ranks of both are fused. */
  search(query: ChunkQuery): Promise<readonly ChunkHit[]>;
  /** Documents of the companies, the latest first; with `ids` or `folders` those alone. */
  documents(
    companies: readonly string[],
    wanted: { readonly ids?: readonly string[]; readonly folders?: readonly string[]; readonly limit: number },
  ): Promise<readonly FoundDocument[]>;
  /** The folders in which the companies have something. */
  folders(companies: readonly string[]): Promise<readonly string[]>;
  /** All pieces of the documents, in order; with `places` those of the document alone. What is not there is left out. */
  chunksOf(
    documents: readonly { readonly documentId: string; readonly places?: readonly number[] }[],
  ): Promise<ReadonlyMap<string, readonly Chunk[]>>;
  /** How often terms occur in what everybody of a company may read; for weighing, never to be shown. */
  statistics(companies: readonly string[], terms: readonly string[]): Promise<TermStatistics>;
  /** Rejects when it does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface VectorKind {
  readonly id: string;
  readonly dimensions: number;
}

export interface IndexedDocument {
  readonly documentId: string;
  /** '' for what belongs to all companies of the site. */
  readonly companyId: string;
  readonly folderPath: string;
  readonly title: string;
  /** Everybody of the company may read it; what is not is searched apart, so that neither crowds out the other. */
  readonly isPublic: boolean;
  /** Changes with whatever would make other pieces of it. */
  readonly revision: string;
  /** Length in terms, for the ranking. */
  readonly length: number;
  /** Epoch ms. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

export interface Chunk {
  readonly index: number;
  readonly text: string;
  /** What `termsOf` makes of title, and of section and text. */
  readonly titleTerms: readonly string[];
  readonly terms: readonly string[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly embedding: Float32Array | null;
}

export interface ChunkQuery {
  readonly companies: readonly string[];
  readonly isPublic: boolean;
  /** Only in these folders; absent: in all. */
  readonly folders?: readonly string[];
  /** Any of them; one that the index does not know stands for its near spellings. */
  readonly terms: readonly string[];
  /** May stand for them, as they are spelt. */
  readonly also?: readonly string[];
  readonly vector: Float32Array | null;
  readonly limit: number;
}

export interface FoundDocument {
  readonly documentId: string;
  readonly isPublic: boolean;
  readonly revision: string;
  /** How many it has. */
  readonly pieces: number;
}

export interface ChunkHit extends FoundDocument {
  readonly chunkIndex: number;
  /** Of the fused ranks: comparable within one answer only. */
  readonly score: number;
}

export interface TermStatistics {
  readonly documents: number;
  /** Terms a document. */
  readonly averageLength: number;
  /** Documents that have the term. */
  readonly frequency: ReadonlyMap<string, number>;
}

/** Name of a piece, as the index keeps it. */
export function chunkId(documentId: string, index: number): string {
  return `${documentId}#${index}`;
}
