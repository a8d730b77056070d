import { preferences } from './preferences.svelte'

export type Language = 'ja' | 'en'

/** The texts of a language by key. */
type Texts = Record<string, ((inputs: object) => string) | undefined>

/** In files, so that the way in reads its own words alone. */
const FILES = {
  ja: { door: () => import('../messages/compiled/ja/door.js'), rest: () => import('../messages/compiled/ja/rest.js') },
  en: { door: () => import('../messages/compiled/en/door.js'), rest: () => import('../messages/compiled/en/rest.js') },
}
const texts: Partial<Record<Language, Texts>> = {}

/** What has been read joins what was there, whichever comes first. */
async function read(of: Language, file: 'door' | 'rest'): Promise<void> {
  const come = (await FILES[of][file]()) as unknown as Texts
  texts[of] = { ...texts[of], ...come }
}

/** Reads what the way in says in a language. */
export const readDoor = (of: Language): Promise<void> => read(of, 'door')

/** Reads all texts. Both languages, since what is recorded may be said in both. */
export async function readTexts(): Promise<void> {
  await Promise.all([read('ja', 'door'), read('ja', 'rest'), read('en', 'door'), read('en', 'rest')])
}

/** The language that was asked for last. */
let asked: Language | undefined

/** The language in use. Messages read it, so every text on screen follows at once. */
export const language = {
  get current(): Language {
    return preferences.language
  },
  set current(value: Language) {
    asked = value
    if (texts[value] !== undefined) preferences.language = value
    else void readDoor(value).then(() => asked === value && (preferences.language = value))
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
