import { mount } from 'svelte'
import { connect } from '$connection'
import { language } from '$shared/language.svelte'
import { preferences } from '$shared/preferences.svelte'
import Controls from './Controls.svelte'
import Documents from './Documents.svelte'
import Rows from './Rows.svelte'
import Signs from './Signs.svelte'

// The settings of the address are read by the fake; the kit has no screens.
connect()
const root = document.documentElement
root.lang = language.current
root.dataset['theme'] = preferences.theme
root.dataset['density'] = preferences.density
root.style.fontSize = `${preferences.textSize}%`

const parts = { controls: Controls, signs: Signs, rows: Rows, documents: Documents }
const part = new URLSearchParams(location.search).get('part') as keyof typeof parts | null
const target = document.getElementById('app')
if (target !== null) mount(parts[part ?? 'controls'], { target })
