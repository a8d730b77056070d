import * as messages from '$messages'

type Message = (inputs?: Record<string, unknown>) => string

const table = messages as unknown as Record<string, Message | undefined>

/** Keys that were looked up before: a row of the table asks for a dozen, and there are thousands of messages. */
const found = new Map<string, Message | undefined>()

function message(key: string): Message | undefined {
  if (found.has(key)) return found.get(key)
  const one = table[key.replace(/[.-]/g, '_')]
  found.set(key, one)
  return one
}

/** Whether both languages have this key. */
export function known(key: string): boolean {
  return typeof message(key) === 'function'
}

/**
 * The message for a key that is only known at run time: a code of the backend, a word of the domain.
 * Dots and hyphens in the key stand for underscores. An unknown key gives itself, so that nothing is ever silently empty.
 */
export function text(key: string, inputs: Record<string, unknown> = {}): string {
  return message(key)?.(inputs) ?? key
}
