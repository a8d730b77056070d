import type { RoleName } from '../bindings'

/** How long each call of the fake takes, in milliseconds. */
export const latency = { ms: 0 }

/** What the dialogs of the system give in the fake; a feature's part sets it. */
export const choices: { files: string[]; folder: string | undefined } = { files: [], folder: undefined }

/** Long work that `cancelWork` stops at its next step. */
export const work = { cancelled: false }

/** The state that the address asks for: `?state=empty`. What it means is up to each feature's part. */
export const asked: string | undefined = new URLSearchParams(globalThis.location?.search).get('state') ?? undefined

/** The role that the address asks for. */
export const roleAsked = (new URLSearchParams(globalThis.location?.search).get('role') ?? 'geneticist') as RoleName

const ears = new Map<string, Set<(payload: unknown) => void>>()

/** `listen` of the fake. */
export function hear(event: string, heard: (payload: unknown) => void): () => void {
  const set = ears.get(event) ?? new Set()
  ears.set(event, set.add(heard))
  return () => set.delete(heard)
}

/** Sends an event to the window, as the shell would. */
export function send(event: string, payload: unknown): void {
  for (const heard of ears.get(event) ?? []) heard(payload)
}
