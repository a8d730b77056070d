import type { ConsentEntry, DeciderName, ProxyDetails, ProxyRelationName } from '$backend/bindings'
import * as m from '$messages'
import { text } from '$shared/text'

export const PROXY_RELATIONS: readonly ProxyRelationName[] = ['mother', 'father', 'partner', 'child', 'sibling', 'grandparent', 'guardian', 'other']

/** Who decides for the person, as it is filled in: name and relation, and for a consent whether the person assented. */
export class ProxyDraft {
  name = $state('')
  relation = $state<ProxyRelationName>()
  assent = $state<'given' | 'not_given'>()

  /** Whoever decided before is taken over; whether the person assents is asked each time. */
  constructor(before?: ProxyDetails | null) {
    this.name = before?.name ?? ''
    this.relation = before?.relation ?? undefined
  }

  complete(withAssent: boolean): boolean {
    return this.name.trim() !== '' && this.relation !== undefined && (!withAssent || this.assent !== undefined)
  }

  details(withAssent: boolean): ProxyDetails {
    return { name: this.name.trim(), relation: this.relation ?? null, assented: withAssent && this.assent !== undefined ? this.assent === 'given' : null }
  }
}

/** Who decided, in words. */
export function decidedBy({ decider, proxy }: Pick<ConsentEntry, 'decider' | 'proxy'>): string {
  if (proxy === null || (proxy.name === null && proxy.relation === null)) return text(`consent_decider_${decider}`)
  const relation = proxy.relation === null ? m.consent_proxy_unrelated() : text(`consent_proxy_relation_${proxy.relation}`)
  return m.consent_proxy_named({ name: proxy.name ?? m.consent_proxy_unnamed(), relation })
}

/** Whether the person assented, in words; `undefined` where that was not asked. */
export function assentOf(proxy: ProxyDetails | null): string | undefined {
  if (proxy === null || proxy.assented === null) return undefined
  return proxy.assented ? m.consent_assent_given() : m.consent_assent_not_given()
}

/** Who decides, and the proxy where one does: what is missing of it. */
export function proxyLacks(decider: DeciderName | undefined, proxy: ProxyDraft, withAssent: boolean): boolean {
  return decider === 'proxy' && !proxy.complete(withAssent)
}
