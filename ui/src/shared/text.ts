import { textOf } from './language.svelte'

/** Keys as the messages have them: a row of the table asks for a dozen. */
const names = new Map<string, string>()

function nameOf(key: string): string {
  let name = names.get(key)
  if (name === undefined) names.set(key, (name = key.replace(/[.-]/g, '_')))
  return name
}

/** Whether there is such a message: both languages have it then. */
export function known(key: string): boolean {
  return textOf(nameOf(key)) !== undefined
}

/**
 * The message for a key that is only known at run time: a code of the backend, a word of the domain.
 * Dots and hyphens in the key stand for underscores. An unknown key gives itself, so that nothing is ever silently empty.
 */
export function text(key: string, inputs: Record<string, unknown> = {}): string {
  return textOf(nameOf(key))?.(inputs) ?? key
}
