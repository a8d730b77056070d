import type { commands, Permission } from './bindings'

type Generated = typeof commands

/** A generated command gives `{ status, data | error }`; the backend gives the data or throws a BackendError. */
type Given<T> = T extends { status: 'ok'; data: infer D } ? D : T extends { status: 'error' } ? never : T

/** A channel of the shell becomes a plain function that is called with every message. */
type Taken<A> = A extends { onmessage: (message: infer M) => void } ? (message: M) => void : A

type TakenAll<A extends unknown[]> = { [I in keyof A]: Taken<A[I]> }

/** Every command of the workbench, typed from the generated bindings. */
export type Commands = {
  [K in keyof Generated]: Generated[K] extends (...args: infer A) => Promise<infer R> ? (...args: TakenAll<A>) => Promise<Given<R>> : never
}

/** Something that a role may do. */
export type May = Permission

/** Where the genome browser finds what it draws: addresses of the window's own protocol, or files in memory. */
export interface GenomeTracks {
  /** Names and lengths of the chromosomes. */
  chromosomes: string | File
  /** Genes, as BED. */
  genes: string | File
  /** Variants: by region, or a whole file. */
  variants: { url: string | File; sourceType?: 'htsget'; indexed?: false }
  /** The reads of a member: BAM, read by ranges of bytes. */
  reads(member: string): { url: string; indexURL: string }
  /** Where nothing is: whatever else it would ask for is sent there. */
  nowhere: string
}

/** The one way from the window to the workbench. */
export interface Backend extends Commands {
  /** What the genome browser draws of the open case. */
  genomeTracks(id: string): GenomeTracks
  /** Calls back for every event of that name; the function that it gives stops it. */
  listen(event: string, heard: (payload: unknown) => void): () => void
  /** Asks for files by the dialog of the system; none when the person thinks better of it. */
  chooseFiles(title: string): Promise<string[]>
  /** Asks for one folder. */
  chooseFolder(title: string): Promise<string | undefined>
}
