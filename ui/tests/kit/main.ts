import { mount } from 'svelte'
import '$shared/fonts/rest.css'
import { language, readTexts, type Language } from '$shared/language.svelte'
import { preferences } from '$shared/preferences.svelte'
import Controls from './Controls.svelte'
import Documents from './Documents.svelte'
import Drawing from './Drawing.svelte'
import Rows from './Rows.svelte'
import Signs from './Signs.svelte'

const query = new URLSearchParams(location.search)
preferences.language = (query.get('lang') ?? 'ja') as Language
const root = document.documentElement
root.lang = language.current
root.dataset['theme'] = query.get('theme') ?? 'light'
root.dataset['density'] = preferences.density
root.style.fontSize = `${query.get('text') ?? 100}%`

const parts = { controls: Controls, signs: Signs, rows: Rows, documents: Documents, drawing: Drawing }
const part = query.get('part') as keyof typeof parts | null
const target = document.getElementById('app')
if (target !== null) void readTexts().then(() => mount(parts[part ?? 'controls'], { target }))
