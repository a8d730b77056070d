import { Drafts } from '$shared/drafts'
import type { Draft } from './panel'

/** The decision of the panel that was begun and not recorded, under one name: a case has one. */
export const drafts = new Drafts<Draft>()
export const PANEL = 'panel'
