import type { ChangedGene, GradedGene, GradeName, PanelChoice, PanelKind } from '$backend/bindings'
import * as m from '$messages'
import { fold } from '$shared/commands.svelte'
import { named } from '$shared/disease'
import { count, day } from '$shared/format'
import { panelName } from '$shared/panel'
import { text } from '$shared/text'

/** The kinds of panels in the order in which they are listed. */
export const KINDS: readonly PanelKind[] = ['own', 'shipped', 'panel_app', 'insured', 'designated', 'secondary_findings']

export const GRADES: readonly GradeName[] = ['green', 'amber', 'red']

/** A panel as it is listed: a disease with its number, a list with its own name. */
export function title(panel: PanelChoice): string {
  const own = named({ ja: panel.name_ja, en: panel.name_en })
  if (own === '') return panelName(panel.name)
  return panel.kind === 'designated' ? m.variants_panel_designated({ number: panelName(panel.name), name: own }) : own
}

/** Version, day and genes of a panel, in one line. */
export function facts(panel: PanelChoice): string {
  const { grades } = panel
  const graded = grades === null ? '' : m.variants_panel_grades({ green: count(grades.green), amber: count(grades.amber), red: count(grades.red) })
  const diseases = panel.diseases === null || panel.diseases_known === null ? '' : m.variants_panel_diseases({ known: panel.diseases_known, all: panel.diseases })
  return [panel.version === null ? m.shared_version_none() : m.shared_version({ version: panel.version }), panel.published === null ? '' : day(panel.published), `${m.variants_panel_genes({ n: count(panel.genes) })}${graded}`, diseases].filter(Boolean).join(m.shared_comma())
}

/** The panels with every part of what was typed, in any of their names; width, case and kana do not matter. */
export function matching(panels: readonly PanelChoice[], query: string): PanelChoice[] {
  const parts = fold(query).split(/\s+/).filter(Boolean)
  return panels.filter((panel) => {
    const words = fold([panel.name, panelName(panel.name), panel.name_ja, panel.name_en, panel.kana].join(' '))
    return parts.every((part) => words.includes(part))
  })
}

/** What became of a gene: its grade and mode before and after, as far as they differ. */
export function change({ older, newer }: ChangedGene): string {
  const grade = (gene: GradedGene | null): string => (gene === null ? '' : gene.grade === null ? m.variants_panel_grade_none() : text(`shared_grade_${gene.grade}`))
  if (older === null || newer === null) return [grade(newer ?? older), (newer ?? older)?.mode].filter(Boolean).join(m.shared_comma())
  const both = (before: string, after: string): string => m.variants_panel_from_to({ before, after })
  const mode = (gene: GradedGene): string => gene.mode ?? m.variants_panel_mode_none()
  return [older.grade === newer.grade ? '' : both(grade(older), grade(newer)), older.mode === newer.mode ? '' : both(mode(older), mode(newer))].filter(Boolean).join(m.shared_comma())
}
