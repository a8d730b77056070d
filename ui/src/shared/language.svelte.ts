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

overwriteGetLocale(() => preferences.language)
