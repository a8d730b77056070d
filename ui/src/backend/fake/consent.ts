import type { Commands } from '../backend'
import { BackendError } from '../error'
import { page, record } from './consents'
import { families } from './families'

export const fake: Partial<Commands> = {
  async consentPage(id) {
    if (families[id] === undefined) throw new BackendError({ code: 'machine', message_key: 'fault_machine', retry: true })
    return page(id)
  },
  async recordConsent(form) {
    record(form)
    return null
  },
}
