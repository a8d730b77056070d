// As in the window before a screen is drawn: both languages have been read.
import { read } from '../src/shared/language.svelte'

await read('ja', 'en')
