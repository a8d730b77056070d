import type { Backend } from '$backend/backend'
import type { FacilityWords, SettingsPage, SettingsRequest } from '$backend/bindings'
import { session, type SignedIn } from '$shared/session.svelte'

export const LONGEST = 120

/** Minutes as they are typed; undefined where they are none between 1 and 120. */
export function minutes(typed: string): number | undefined {
  const value = Number(typed.normalize('NFKC').trim())
  return Number.isInteger(value) && value >= 1 && value <= LONGEST ? value : undefined
}

/** What is set, and what is being changed. */
export class InstallationSettings {
  page = $state.raw<SettingsPage>()
  failure = $state.raw<unknown>()
  facility = $state<FacilityWords>({ name_ja: '', name_en: '', department_ja: '', department_en: '', telephone: '', hours_ja: '', hours_en: '', physician: '', counsellor: '' })
  hub = $state('')
  lock = $state('')
  #asked = 0

  constructor(readonly backend: Backend) {}

  // Getters: the settings outlive the page that made them, and what is derived in a page ends with it.
  get facilityChanged(): boolean {
    return this.page !== undefined && Object.entries(this.facility).some(([name, value]) => value.trim() !== this.page?.settings.facility[name as keyof FacilityWords])
  }

  get installationChanged(): boolean {
    return this.page !== undefined && (this.hub.trim() !== (this.page.settings.hub_folder ?? '') || this.lock.trim() !== String(this.page.settings.lock_after_minutes))
  }

  /** Loads what is set. What was begun to be changed stays. */
  async load(): Promise<void> {
    const ticket = ++this.#asked
    try {
      const page = await this.backend.settingsPage()
      if (ticket !== this.#asked) return
      const [facility, installation] = [this.facilityChanged, this.installationChanged]
      this.page = page
      if (!facility) this.facility = { ...page.settings.facility }
      if (!installation) this.#begin(page)
      this.failure = undefined
    } catch (thrown) {
      if (ticket === this.#asked) this.failure = thrown
    }
  }

  #begin({ settings }: SettingsPage): void {
    this.hub = settings.hub_folder ?? ''
    this.lock = String(settings.lock_after_minutes)
  }

  forget(): void {
    if (this.page === undefined) return
    this.facility = { ...this.page.settings.facility }
    this.#begin(this.page)
  }

  /** The words of the hospital; the rest stays as it is set. */
  async saveFacility(): Promise<void> {
    const facility = Object.fromEntries(Object.entries($state.snapshot(this.facility)).map(([name, value]) => [name, value.trim()])) as unknown as FacilityWords
    await this.#save({ facility })
    this.facility = { ...facility }
  }

  async saveInstallation(): Promise<void> {
    const lock = minutes(this.lock)
    if (lock === undefined) return
    await this.#save({ hub_folder: this.hub.trim() || null, lock_after_minutes: lock })
    if (this.page !== undefined) this.#begin(this.page)
  }

  async #save(change: Partial<SettingsRequest>): Promise<void> {
    if (this.page === undefined) return
    const settings = { ...this.page.settings, ...change }
    await this.backend.changeSettings(settings)
    this.page = { ...this.page, settings }
  }
}

let latest: { user: SignedIn | undefined; settings: InstallationSettings } | undefined

/** The settings with what the person has begun to change; another person begins anew. */
export function settingsOf(backend: Backend): InstallationSettings {
  if (latest === undefined || latest.user !== session.user) latest = { user: session.user, settings: new InstallationSettings(backend) }
  return latest.settings
}
