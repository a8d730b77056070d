import { Channel, convertFileSrc, invoke } from '@tauri-apps/api/core'
import { listen } from '@tauri-apps/api/event'
import type { Backend, GenomeTracks } from './backend'
import { commands } from './bindings'
import type { Connection } from './connection'
import { BackendError } from './error'

type Call = (...args: unknown[]) => Promise<unknown>

/** The workbench behind the shell's commands. */
export function connect(): Connection {
  const backend: Record<string, unknown> = {
    listen(event: string, heard: (payload: unknown) => void): () => void {
      const ended = listen(event, (message) => heard(message.payload))
      return () => void ended.then((end) => end())
    },
    chooseFiles: async (title: string) => (await chosen({ title, multiple: true })) ?? [],
    chooseFolder: async (title: string) => (await chosen({ title, directory: true }))?.[0],
    genomeTracks,
  }
  for (const [name, call] of Object.entries(commands as Record<string, Call>)) backend[name] = calling(call)
  return { backend: backend as unknown as Backend }
}

function genomeTracks(id: string): GenomeTracks {
  const at = (name: string): string => `${convertFileSrc('', 'genome')}${encodeURIComponent(id)}/${name}`
  return {
    chromosomes: at('chromosomes.sizes'),
    genes: at('genes.bed'),
    variants: { url: at('variants'), sourceType: 'htsget' },
    reads: (member) => ({ url: at(`${encodeURIComponent(member)}.bam`), indexURL: at(`${encodeURIComponent(member)}.bam.bai`) }),
    nowhere: at('nothing'),
  }
}

/** The dialog of the system: paths, or null when it was closed. */
async function chosen(options: { title: string; multiple?: boolean; directory?: boolean }): Promise<string[] | null> {
  const paths = await invoke<string | string[] | null>('plugin:dialog|open', { options }).catch((thrown: unknown) => {
    throw BackendError.from(thrown)
  })
  return typeof paths === 'string' ? [paths] : paths
}

function calling(call: Call): Call {
  return async (...args) => {
    const result = await call(...args.map(passed)).catch((thrown: unknown) => {
      throw BackendError.from(thrown)
    })
    if (typeof result !== 'object' || result === null || !('status' in result)) return result
    if (result.status === 'ok') return (result as unknown as { data: unknown }).data
    if (result.status === 'error') throw BackendError.from((result as unknown as { error: unknown }).error)
    return result
  }
}

function passed(arg: unknown): unknown {
  if (typeof arg !== 'function') return arg
  const channel = new Channel<unknown>()
  channel.onmessage = arg as (message: unknown) => void
  return channel
}
