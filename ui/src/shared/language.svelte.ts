import { preferences } from './preferences.svelte'

export type Language = 'ja' | 'en'

/** The texts of a language by key. */
type Texts = Record<string, ((inputs: object) => string) | undefined>

const texts: Partial<Record<Language, Texts>> = {}

/** Reads the texts of languages, each once. What is on screen needs its own; before anything is recorded both are here. */
export async function read(...languages: Language[]): Promise<void> {
  await Promise.all(
    languages.map(async (of) => {
      texts[of] ??= { ...(await (of === 'ja' ? import('../messages/compiled/messages/ja.js') : import('../messages/compiled/messages/en.js'))) } as Texts
    }),
  )
}

/** The language in use. Messages read it, so every text on screen follows at once. */
export const language = {
  get current(): Language {
    return preferences.language
  },
  set current(value: Language) {
    if (texts[value] !== undefined) preferences.language = value
    else void read(value).then(() => (preferences.language = value))
  },
}

let spoken: Language | undefined

/** What is said in a language, whatever the window speaks: for what is kept in both. */
export function inLanguage(of: Language, say: () => string): string {
  spoken = of
  try {
    return say()
  } finally {
    spoken = undefined
  }
}

/** The text of a key in the language that is spoken; none where the key is unknown. */
export const textOf = (key: string): ((inputs: object) => string) | undefined => texts[spoken ?? preferences.language]?.[key]

/** A message. The compiler of the messages has made sure that both languages have it, with these places to fill. */
export function say<Inputs extends object = object>(key: string): (...inputs: object extends Inputs ? [] : [Inputs]) => string {
  return (...[inputs]) => {
    const text = textOf(key)
    if (text === undefined) throw new Error(`the text of ${key} has not been read`)
    return text(inputs ?? {})
  }
}
