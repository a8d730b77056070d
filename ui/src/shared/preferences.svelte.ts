/** What one person prefers on this machine. Holds nothing about a patient. */
export type Theme = 'light' | 'dark' | 'system'
export type Density = 'dense' | 'roomy'

/** How one table is laid out: widths in rem by column, and the hidden columns once a person chose them. */
export interface TableChoice {
  widths: Record<string, number>
  hidden?: string[] | undefined
}

interface Stored {
  theme: Theme
  language: 'ja' | 'en'
  density: Density
  textSize: number
  singleKeys: boolean
  keys: Record<string, string | null>
  tables: Record<string, TableChoice>
}

const NAME = 'shirube.preferences'

const FIRST: Stored = {
  theme: 'system',
  language: 'ja',
  density: 'dense',
  textSize: 100,
  singleKeys: true,
  keys: {},
  tables: {},
}

function read(): Stored {
  try {
    const kept: unknown = JSON.parse(globalThis.localStorage?.getItem(NAME) ?? '{}')
    return { ...FIRST, ...(typeof kept === 'object' && kept !== null ? kept : {}) }
  } catch {
    // A damaged or forbidden store costs the person their choice, never the window.
    return { ...FIRST }
  }
}

class Preferences {
  #stored = $state<Stored>(read())

  get theme(): Theme {
    return this.#stored.theme
  }
  set theme(value: Theme) {
    this.#keep({ theme: value })
  }
  get language(): 'ja' | 'en' {
    return this.#stored.language === 'en' ? 'en' : 'ja'
  }
  set language(value: 'ja' | 'en') {
    this.#keep({ language: value })
  }
  get density(): Density {
    return this.#stored.density
  }
  set density(value: Density) {
    this.#keep({ density: value })
  }
  /** Size of all text in per cent, 100 to 200. */
  get textSize(): number {
    return Math.min(200, Math.max(100, this.#stored.textSize))
  }
  set textSize(value: number) {
    this.#keep({ textSize: value })
  }
  /** Whether single letters act as shortcuts (WCAG 2.1.4). */
  get singleKeys(): boolean {
    return this.#stored.singleKeys
  }
  set singleKeys(value: boolean) {
    this.#keep({ singleKeys: value })
  }
  /** A person's own keys by shortcut id; null switches one off. */
  get keys(): Readonly<Record<string, string | null>> {
    return this.#stored.keys
  }
  setKey(id: string, chord: string | null | undefined): void {
    const keys = { ...this.#stored.keys }
    if (chord === undefined) delete keys[id]
    else keys[id] = chord
    this.#keep({ keys })
  }
  table(name: string): TableChoice {
    return this.#stored.tables[name] ?? { widths: {} }
  }
  setTable(name: string, choice: TableChoice): void {
    this.#keep({ tables: { ...this.#stored.tables, [name]: choice } })
  }

  #keep(change: Partial<Stored>): void {
    this.#stored = { ...this.#stored, ...change }
    try {
      globalThis.localStorage?.setItem(NAME, JSON.stringify(this.#stored))
    } catch {
      // Kept for this run at least.
    }
  }
}

export const preferences = new Preferences()
