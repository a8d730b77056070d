/** How long each call of the fake takes, in milliseconds. */
export const latency = { ms: 0 }

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
