// What stands around every screen once somebody is in, with its letters; it is not read before.
import '../shared/fonts/rest.css'

export { default as CasesInPalette } from '../features/worklist/CasesInPalette.svelte'
export { default as Bar } from './Bar.svelte'
export { default as KeyList } from './KeyList.svelte'
export { default as Known } from './Known.svelte'
export { default as Palette } from './Palette.svelte'
