import type { DiseaseNamed, PanelWithGene, SignOfDisease } from '$backend/bindings'
import * as m from '$messages'
import { named } from '$shared/disease'
import { count, day, percent } from '$shared/format'
import { language } from '$shared/language.svelte'
import { panelName } from '$shared/panel'
import { known, text } from '$shared/text'

export const nameOf = (disease: DiseaseNamed): string => named({ ja: disease.name_ja, en: disease.name_en }) || disease.id

/** The name in the other language, where there is one. */
export function otherName({ name_ja, name_en }: DiseaseNamed): string | undefined {
  return name_ja === null || name_en === null ? undefined : language.current === 'ja' ? name_en : name_ja
}

/** How many of the published patients have a sign. */
export function frequency({ share, examined, class: name }: SignOfDisease): string {
  if (share !== null && examined !== null) return m.known_sign_counted({ share: percent(share), n: count(examined) })
  if (share !== null) return percent(share)
  return name === null ? m.known_sign_unstated() : text(`known_sign_${name}`)
}

/** How many of its signs count for a disease, and how many of those the patient has; one that its patients do not show counts for neither. */
export function shared(signs: readonly SignOfDisease[]): { n: number; of: number } {
  const shown = signs.filter(({ share, class: name }) => share !== 0 && name !== 'excluded')
  return { n: shown.filter(({ patient }) => patient === 'present').length, of: shown.length }
}

/** ClinGen's class of how well a gene and a disease are linked; a new one stays as it is. */
export function validity(name: string): string {
  const word = name.toLowerCase().replaceAll(' ', '_')
  return known(`known_validity_${word}`) ? text(`known_validity_${word}`) : name
}

/** A panel with version and day, the gene's grade and mode. */
export function panelLine({ name, version, published, grade, mode }: PanelWithGene): string {
  const said = [version === null ? '' : m.shared_version({ version }), published === null ? '' : day(published), grade === null ? '' : text(`shared_grade_${grade}`), mode ?? ''].filter(Boolean)
  return said.length === 0 ? panelName(name) : m.known_panel({ panel: panelName(name), facts: said.join(m.shared_comma()) })
}
