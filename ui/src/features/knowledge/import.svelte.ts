import * as m from '$messages'
import type { Backend } from '$backend/backend'
import type { KnowledgeProgress, SourceLine } from '$backend/bindings'
import { BackendError } from '$backend/error'
import { session, type SignedIn } from '$shared/session.svelte'
import { status } from '$shared/status.svelte'
import { guess, nameOf, problemsOf, type Chosen } from './guess'

/** Bringing in reference data. It goes on while other screens are open. */
export class Import {
  phase = $state<'none' | 'choosing' | 'running' | 'done'>('none')
  files = $state<Chosen[]>([])
  progress = $state.raw<KnowledgeProgress>()
  cancelling = $state(false)
  failure = $state.raw<unknown>()
  /** What was brought in. */
  sources = $state.raw<readonly SourceLine[]>([])

  constructor(readonly backend: Backend) {}

  // Getters: an import outlives the page that made it, and what is derived in a page ends with it.
  get problems(): ReturnType<typeof problemsOf> {
    return problemsOf(this.files)
  }

  get ready(): boolean {
    return this.files.length > 0 && this.problems.every((problem) => problem === undefined)
  }

  /** Asks for files and takes those that are not there yet. */
  async choose(): Promise<void> {
    this.failure = undefined
    try {
      const paths = await this.backend.chooseFiles(m.knowledge_import_choose())
      const known = new Set(this.files.map((file) => file.path))
      this.files = [...this.files, ...paths.filter((path) => !known.has(path)).map(guess)]
      if (this.files.length > 0) this.phase = 'choosing'
    } catch (thrown) {
      this.failure = thrown
      this.phase = 'choosing'
    }
  }

  remove(at: number): void {
    this.files = this.files.toSpliced(at, 1)
    if (this.files.length === 0 && this.failure === undefined) this.phase = 'none'
  }

  drop(): void {
    this.files = []
    this.failure = undefined
    this.sources = []
    this.phase = 'none'
  }

  async run(): Promise<void> {
    if (!this.ready) return
    this.phase = 'running'
    this.failure = undefined
    this.progress = undefined
    this.cancelling = false
    const end = status.show({ id: 'knowledge.import', text: () => m.knowledge_import_running() })
    try {
      const files = this.files.map(({ path, kind, assembly }) => ({ path, kind: kind ?? '', assembly: kind === 'gene_coordinates' ? (assembly ?? null) : null }))
      this.sources = await this.backend.importKnowledge({ files }, (progress) => (this.progress = progress))
      this.files = []
      this.phase = 'done'
    } catch (thrown) {
      this.failure = thrown
      this.phase = 'choosing'
    } finally {
      end()
    }
  }

  cancel(): void {
    this.cancelling = true
    void this.backend.cancelWork('knowledge')
  }

  /** Whether the failure is about this file, by the words of the error. */
  blamed(file: Chosen): boolean {
    return this.failure !== undefined && (BackendError.from(this.failure).args['detail'] ?? '').includes(nameOf(file.path))
  }
}

let latest: { user: SignedIn | undefined; work: Import } | undefined

/** The import of who is signed in; another person begins with none. */
export function importOf(backend: Backend): Import {
  if (latest === undefined || latest.user !== session.user) latest = { user: session.user, work: new Import(backend) }
  return latest.work
}
