import { language } from './language.svelte'
import { known, text } from './text'

/** A name that is there in Japanese, in English, or in both. */
export function named(names: { ja?: string | null; en?: string | null }): string {
  return (language.current === 'ja' ? (names.ja ?? names.en) : (names.en ?? names.ja)) ?? ''
}

/** A mode of inheritance; one that is not known here keeps its own name. */
export function mode(name: string): string {
  return known(`shared_mode_${name}`) ? text(`shared_mode_${name}`) : name
}
