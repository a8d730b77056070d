import type { Backend } from '$backend/backend'
import type { HubCaseLine, HubState } from '$backend/bindings'
import { cases } from '$shared/cases.svelte'
import { session } from '$shared/session.svelte'

/** What lies at the hub, and where the hub is. */
export class Hub {
  state = $state.raw<HubState>()
  lines = $state.raw<readonly HubCaseLine[]>([])
  failure = $state.raw<unknown>()
  loading = $state(false)
  #asked = 0

  constructor(readonly backend: Backend) {}

  readonly fresh = $derived(this.lines.filter((line) => !line.here))
  /** What can be asked for: a case that is wrong in the listing would be refused. */
  readonly ready = $derived(this.fresh.filter((line) => line.fault === null))

  async load(): Promise<void> {
    const asked = ++this.#asked
    this.loading = true
    try {
      const page = session.may('see_case') ? await this.backend.hubPage() : await this.#place()
      if (asked !== this.#asked) return
      this.failure = undefined
      this.state = page.state
      this.lines = page.cases
    } catch (thrown) {
      if (asked === this.#asked) this.failure = thrown
    } finally {
      if (asked === this.#asked) this.loading = false
    }
  }

  // Who sees no case may still say where the hub is.
  async #place(): Promise<{ state: HubState; cases: HubCaseLine[] }> {
    const { settings } = await this.backend.settingsPage()
    return { state: { folder: settings.hub_folder, demonstration: false, waiting: 0, fault: null }, cases: [] }
  }

  /** Takes another folder for the hub; everything else that is set stays. */
  async use(folder: string | null): Promise<void> {
    const { settings } = await this.backend.settingsPage()
    await this.backend.changeSettings({ ...settings, hub_folder: folder })
    cases.changed()
  }
}
