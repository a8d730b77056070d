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

/** The one way from the window to the workbench. */
export interface Backend extends Commands {
  /** Calls back for every event of that name; the function that it gives stops it. */
  listen(event: string, heard: (payload: unknown) => void): () => void
  /** Asks for files by the dialog of the system; none when the person thinks better of it. */
  chooseFiles(title: string): Promise<string[]>
  /** Asks for one folder. */
  chooseFolder(title: string): Promise<string | undefined>
}
