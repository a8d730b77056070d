import { onDestroy } from 'svelte'

/** One entry of the command palette. */
export interface Command {
  id: string
  title: string
  /** Other words by which it is found: kana, English, synonyms. */
  words?: string
  /** What kind of thing it is, shown at the right. */
  kind?: string
  run: () => void
}

/** Gives the commands for what was typed, for example cases by their number. */
export type CommandSource = (query: string) => Command[] | Promise<Command[]>

/** What the palette (Ctrl+K) offers. */
class Commands {
  open = $state(false)
  #sources: readonly CommandSource[] = []

  register(source: CommandSource): () => void {
    this.#sources = [...this.#sources, source]
    return () => {
      this.#sources = this.#sources.filter((other) => other !== source)
    }
  }

  /** What fits the query, in the order in which the sources were registered. A source that fails is left out. */
  async find(query: string): Promise<Command[]> {
    const settled = await Promise.allSettled(this.#sources.map(async (source) => source(query)))
    return settled.flatMap((result) => (result.status === 'fulfilled' ? result.value : []))
  }
}

export const commands = new Commands()

/** Offers commands in the palette for as long as the calling component lives. */
export function offer(source: CommandSource): void {
  onDestroy(commands.register(source))
}

/** Letters as they are compared: width, case and kana script do not matter. */
export function fold(words: string): string {
  return words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ァ-ヶ]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60))
}

/** Where a word may begin: Japanese writes no space between its words, so that anything but a letter after a letter counts. */
const BEGINNINGS = /(?<![a-z])[a-z]|[^a-z]/g

/** Commands of which every part of the query stands in the title or begins one of the words: a word that nobody sees is not found by its middle. */
export function matching(list: Command[], query: string): Command[] {
  const parts = fold(query).split(/\s+/).filter(Boolean)
  return list.filter((command) => {
    const [title, words] = [fold(command.title), fold(command.words ?? '')]
    return parts.every((part) => title.includes(part) || [...words.matchAll(BEGINNINGS)].some(({ index }) => words.startsWith(part, index)))
  })
}
