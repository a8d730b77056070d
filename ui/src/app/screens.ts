import * as m from '$messages'
import type { Backend } from '$backend/backend'
import type { Route, Screen } from '$shared/route.svelte'
import type { Component } from 'svelte'
import SessionPage from '../features/session/Page.svelte'

/** What every screen's page is given. */
export type Page = Component<{ backend: Backend; route: Route }>

interface Entry {
  screen: Screen
  title: () => string
  /** A part of the open case, shown as a tab under it. */
  ofCase: boolean
  chord: string
  load: () => Promise<{ default: Page }>
}

/** The screens in the order in which they are shown. */
export const SCREENS: readonly Entry[] = [
  { screen: 'worklist', title: m.shared_screen_worklist, ofCase: false, chord: 'Ctrl+Digit1', load: () => import('../features/worklist/Page.svelte') },
  { screen: 'hub', title: m.shared_screen_hub, ofCase: false, chord: 'Ctrl+Digit2', load: () => import('../features/hub/Page.svelte') },
  { screen: 'knowledge', title: m.shared_screen_knowledge, ofCase: false, chord: 'Ctrl+Digit3', load: () => import('../features/knowledge/Page.svelte') },
  { screen: 'settings', title: m.shared_screen_settings, ofCase: false, chord: 'Ctrl+Digit4', load: () => import('../features/settings/Page.svelte') },
  { screen: 'case', title: m.shared_screen_case, ofCase: true, chord: 'Alt+Digit1', load: () => import('../features/case/Page.svelte') },
  { screen: 'variants', title: m.shared_screen_variants, ofCase: true, chord: 'Alt+Digit2', load: () => import('../features/variants/Page.svelte') },
  { screen: 'consent', title: m.shared_screen_consent, ofCase: true, chord: 'Alt+Digit3', load: () => import('../features/consent/Page.svelte') },
  { screen: 'report', title: m.shared_screen_report, ofCase: true, chord: 'Alt+Digit4', load: () => import('../features/report/Page.svelte') },
  { screen: 'quality', title: m.shared_screen_quality, ofCase: true, chord: 'Alt+Digit5', load: () => import('../features/quality/Page.svelte') },
]

/** Who comes in: shown whenever nobody is signed in. */
export const loadSession = (): Promise<{ default: Page }> => Promise.resolve({ default: SessionPage })
