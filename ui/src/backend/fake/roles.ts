import type { May } from '../backend'
import type { RoleName } from '../bindings'

const ROLES: Record<May, readonly RoleName[]> = {
  manage_users: ['administrator'],
  import_case: ['geneticist', 'coordinator', 'data_manager'],
  see_case: ['counsellor', 'geneticist', 'panel_member', 'chair', 'coordinator', 'data_manager'],
  record_clinical: ['counsellor', 'geneticist', 'coordinator'],
  see_variants: ['geneticist', 'panel_member', 'chair'],
  see_kinship: ['geneticist', 'data_manager'],
  answer_doubts: ['geneticist', 'data_manager'],
  record_consent: ['counsellor', 'geneticist', 'coordinator'],
  decide: ['geneticist', 'chair'],
  print_documents: ['counsellor', 'geneticist', 'chair'],
  release: ['geneticist', 'chair'],
  audit_ledger: ['counsellor', 'geneticist', 'panel_member', 'chair', 'coordinator', 'data_manager', 'administrator'],
  change_settings: ['administrator', 'data_manager', 'geneticist'],
}

/** What a role may do, as the workbench has it. */
export function may(role: RoleName): May[] {
  return (Object.keys(ROLES) as May[]).filter((what) => ROLES[what].includes(role))
}
