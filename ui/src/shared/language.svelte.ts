import { overwriteGetLocale } from '../messages/compiled/runtime.js'
import { preferences } from './preferences.svelte'

export type Language = 'ja' | 'en'

/** The language in use. Messages read it, so every text on screen follows at once. */
export const language = {
  get current(): Language {
    return preferences.language
  },
  set current(value: Language) {
    preferences.language = value
  },
}

let spoken: Language | undefined
overwriteGetLocale(() => spoken ?? preferences.language)

/** What is said in a language, whatever the window speaks: for what is kept in both. */
export function inLanguage(of: Language, say: () => string): string {
  spoken = of
  try {
    return say()
  } finally {
    spoken = undefined
  }
}
