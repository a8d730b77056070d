import type { Commands } from '../backend'
import type { SettingsLine } from '../bindings'
import { BackendError } from '../error'
import { people } from './people'
import { asked, roleAsked } from './wire'

/** What is set, as every part of the fake sees it. */
export const installation: { settings: SettingsLine } = {
  settings: {
    facility: { name_ja: '青葉大学病院', name_en: 'Aoba University Hospital', department_ja: '遺伝診療科', department_en: 'Clinical Genetics', telephone: '000-0000-0000', hours_ja: '平日 9:00-16:30', hours_en: 'Weekdays 9:00-16:30', physician: '青木 恵', counsellor: '森 千晶' },
    hub_folder: asked === 'empty' || asked === 'demo' ? null : asked === 'fault' ? '/mnt/hub/aoba-2025' : '/mnt/hub/aoba-2026',
    lock_after_minutes: 10,
  },
}

export const fake: Partial<Commands> = {
  async settingsPage() {
    if (asked === 'failing') throw new BackendError({ code: 'bad_file', message_key: 'fault_bad_file', args: { detail: '/home/aoki/.local/share/shirube/settings.json: expected value at line 4 column 17' } })
    return {
      settings: installation.settings,
      // The users are for those who manage them.
      users: roleAsked === 'administrator' ? people : [],
      home: '/home/aoki/.local/share/shirube',
      device: 'b0b7c5de-7f0e-4c1c-9a34-0d5f7d4f3a11',
    }
  },
  async changeSettings(to) {
    if (to.hub_folder !== null && !to.hub_folder.includes('hub'))
      throw new BackendError({ code: 'bad_file', message_key: 'fault_bad_file', args: { detail: `${to.hub_folder}: no hub.json: expected the folder of a hub (it holds hub.json and one folder per case)` } })
    installation.settings = to
    return null
  },
}
