import * as m from '$messages'
import type { Shortcut } from './keyboard.svelte'

type Named = Pick<Shortcut, 'id' | 'chord' | 'title' | 'group'>

function of(group: () => string, list: readonly (readonly [id: string, chord: string, title: () => string])[]): Named[] {
  return list.map(([id, chord, title]) => ({ id, chord, title, group }))
}

/** Every shortcut of every screen as it is at first: a screen that is not open has not registered its own. A test holds the list against the screens. */
export const KEYS: readonly Named[] = [
  ...of(m.shared_keys_window, [
    ['window.keys', 'Shift+Slash', m.shared_keys_title],
    ['window.palette', 'Ctrl+KeyK', m.shared_palette_title],
    ['window.lock', 'Ctrl+KeyL', m.shared_lock],
    ['window.back', 'Alt+ArrowLeft', m.shared_back],
    ['screen.worklist', 'Ctrl+Digit1', m.shared_screen_worklist],
    ['screen.hub', 'Ctrl+Digit2', m.shared_screen_hub],
    ['screen.knowledge', 'Ctrl+Digit3', m.shared_screen_knowledge],
    ['screen.settings', 'Ctrl+Digit4', m.shared_screen_settings],
    ['screen.case', 'Alt+Digit1', m.shared_screen_case],
    ['screen.variants', 'Alt+Digit2', m.shared_screen_variants],
    ['screen.consent', 'Alt+Digit3', m.shared_screen_consent],
    ['screen.report', 'Alt+Digit4', m.shared_screen_report],
    ['screen.quality', 'Alt+Digit5', m.shared_screen_quality],
  ]),
  ...of(m.worklist_keys, [
    ['worklist.next', 'KeyJ', m.worklist_next],
    ['worklist.previous', 'KeyK', m.worklist_previous],
    ['worklist.search', 'Slash', m.worklist_search],
    ['worklist.mine', 'KeyM', m.worklist_mine_only],
    ['worklist.hub', 'KeyH', m.worklist_hub_open],
  ]),
  ...of(m.hub_keys, [
    ['hub.next', 'KeyJ', m.hub_next],
    ['hub.previous', 'KeyK', m.hub_previous],
    ['hub.import', 'KeyI', m.hub_import_one],
    ['hub.all', 'Shift+KeyI', m.hub_import_every],
    ['hub.reload', 'KeyR', m.hub_reload],
  ]),
  ...of(m.case_keys, [
    ['case.sign', 'Slash', m.case_term_add],
    ['case.note', 'KeyN', m.case_note_title],
    ['case.eligibility', 'KeyE', m.case_eligibility_edit_title],
    ['case.labels', 'KeyP', m.case_labels_title],
  ]),
  ...of(m.variants_keys, [
    ['variants.next', 'KeyJ', m.variants_key_next],
    ['variants.before', 'KeyK', m.variants_key_before],
    ['variants.open', 'Enter', m.variants_key_open],
    ['variants.close', 'Escape', m.variants_key_close],
    ['variants.partner', 'KeyP', m.variants_key_partner],
    ['variants.genome', 'KeyG', m.variants_key_genome],
    ['variants.filters', 'KeyF', m.variants_key_filters],
    ['variants.known', 'KeyI', m.known_open],
    ['variants.panels', 'KeyL', m.variants_panels_title],
    ['variants.kind', 'KeyV', m.variants_key_kind],
    ['variants.why', 'Slash', m.variants_key_why],
  ]),
  ...of(m.review_keys, [
    ...['B', 'LB', 'VUS', 'LP', 'P'].map((letters, at) => [`review.class${at + 1}`, `Digit${at + 1}`, () => m.review_key_class({ class: letters })] as const),
    ['review.candidate', 'KeyC', m.review_key_candidate],
    ['review.dismiss', 'KeyD', m.review_key_dismiss],
    ['review.report', 'KeyR', m.review_key_report],
    ['review.criteria', 'KeyA', m.review_key_criteria],
    ['review.accept', 'Shift+KeyA', m.review_key_accept],
    ['review.undo', 'KeyZ', m.review_key_undo],
    ['review.undo2', 'KeyU', m.review_key_undo],
  ]),
  ...of(m.consent_keys, [['consent.record', 'KeyE', m.consent_record]]),
  ...of(m.quality_keys, [['quality.answer', 'KeyE', m.quality_answer_title]]),
  ...of(m.report_keys, [
    ['report.physician', 'Digit1', m.report_key_physician],
    ['report.patient', 'Digit2', m.report_key_patient],
    ['report.consent', 'Digit3', m.report_key_consent],
    ['report.language', 'KeyL', m.report_key_language],
    ['report.panel', 'KeyE', m.report_panel_edit],
    ['report.release', 'KeyR', m.report_release],
    ['report.print', 'Ctrl+KeyP', m.report_key_print],
  ]),
  ...of(m.knowledge_keys, [
    ['knowledge.gene', 'Slash', m.knowledge_gene_search],
    ['knowledge.import', 'KeyI', m.knowledge_import],
  ]),
  ...of(m.settings_group, [
    ['settings.facility', 'Digit1', m.settings_facility],
    ['settings.store', 'Digit2', m.settings_store],
    ['settings.users', 'Digit3', m.settings_users],
    ['settings.appearance', 'Digit4', m.settings_appearance],
    ['settings.keys', 'Digit5', m.settings_keys],
    ['settings.audit', 'Digit6', m.settings_audit],
    ['settings.about', 'Digit7', m.settings_about],
    ['settings.save', 'Ctrl+KeyS', m.shared_save],
  ]),
]
