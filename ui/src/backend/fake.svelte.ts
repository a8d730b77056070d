import type { Place, Screen } from '../shared/route.svelte'
import type { Language } from '../shared/language.svelte'
import { preferences, type Density, type Theme } from '../shared/preferences.svelte'
import type { Backend, Commands } from './backend'
import type { Connection, Start } from './connection'
import { BackendError } from './error'
import { genomeTracks } from './fake/genome_tracks'
import { may } from './fake/roles'
import { asked, choices, hear, latency, roleAsked } from './fake/wire'

/** Each feature's part, in the file of its name. */
const parts = import.meta.glob<{ fake?: Partial<Commands> }>(['./fake/*.ts', '!./fake/wire.ts'], { eager: true })

/** The window without the shell, on invented data: for browser tests and for looking. Never in the bundle that ships. */
export function connect(): Connection {
  const known: Record<string, unknown> = { listen: hear, chooseFiles: () => Promise.resolve([...choices.files]), chooseFolder: () => Promise.resolve(choices.folder), genomeTracks }
  for (const [path, part] of Object.entries(parts))
    for (const [name, call] of Object.entries(part.fake ?? {})) {
      if (name in known) throw new Error(`${path}: ${name} is already faked`)
      known[name] = delayed(name, call as (...args: unknown[]) => unknown)
    }
  const backend = new Proxy(known, {
    get: (all, name) => all[String(name)] ?? missing(String(name)),
  })
  return { backend: backend as unknown as Backend, start: start(new URLSearchParams(location.search)) }
}

function delayed(name: string, call: (...args: unknown[]) => unknown): (...args: unknown[]) => Promise<unknown> {
  return async (...args) => {
    // For the tests, which count the calls.
    performance.mark(name)
    // Work that tells how far it is may take as long as it likes, and so may a fake that was asked to be slow.
    const counts = latency.ms === 0 && !asked?.startsWith('slow') && !args.some((arg) => typeof arg === 'function')
    if (counts) onTheWay(1)
    try {
      await new Promise((done) => setTimeout(done, latency.ms))
      // As over the wire: the window never holds the fake's own objects. Functions stand for channels.
      return structuredClone(await call(...args.map((arg) => (typeof arg === 'function' ? arg : structuredClone($state.snapshot(arg))))))
    } finally {
      // What waits for the answer goes on first.
      if (counts) setTimeout(() => onTheWay(-1))
    }
  }
}

/** How many calls are on their way is written on the page, for the tests. */
function onTheWay(by: number): void {
  const { dataset } = document.documentElement
  dataset['onTheWay'] = String(Number(dataset['onTheWay'] ?? 0) + by)
}

function missing(name: string): () => Promise<never> {
  return () => {
    console.warn(`fake: no ${name}`)
    return Promise.reject(new BackendError({ code: 'unexpected', message_key: 'error_unexpected' }))
  }
}

/** `?screen=variants&case=…&row=…&lang=en&theme=dark&text=200&density=roomy&signed=0&role=counsellor&state=empty&latency=40` */
function start(query: URLSearchParams): Start {
  preferences.language = (query.get('lang') ?? 'ja') as Language
  preferences.theme = (query.get('theme') ?? 'light') as Theme
  preferences.textSize = Number(query.get('text') ?? 100)
  preferences.density = (query.get('density') ?? 'dense') as Density
  latency.ms = Number(query.get('latency') ?? 0)
  const screen = query.get('screen') ?? 'worklist'
  const place: Place = { screen: (screen === 'session' ? 'worklist' : screen) as Screen, case: query.get('case') ?? undefined, row: query.get('row') ?? undefined }
  return { place, role: roleAsked, may: may(roleAsked), signedIn: screen !== 'session' && query.get('signed') !== '0' }
}
