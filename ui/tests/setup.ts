// As in the window before a screen is drawn: the texts have been read.
import { readTexts } from '../src/shared/language.svelte'

await readTexts()
