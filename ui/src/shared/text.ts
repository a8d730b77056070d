import * as messages from '$messages'

type Message = (inputs?: Record<string, unknown>) => string

const table = messages as unknown as Record<string, Message | undefined>

/** Whether both languages have this key. */
export function known(key: string): boolean {
  return typeof table[messageKey(key)] === 'function'
}

/**
 * The message for a key that is only known at run time: a code of the backend, a word of the domain.
 * Dots and hyphens in the key stand for underscores. An unknown key gives itself, so that nothing is ever silently empty.
 */
export function text(key: string, inputs: Record<string, unknown> = {}): string {
  return table[messageKey(key)]?.(inputs) ?? key
}

function messageKey(key: string): string {
  return key.replace(/[.-]/g, '_')
}
