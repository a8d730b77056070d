import { connect } from '$connection'
import { language, readDoor } from '$shared/language.svelte'
import { mount } from 'svelte'
import App from './app/App.svelte'
import { askAhead } from './features/session/entrance.svelte'

/** How long the first picture waits for what is known of the store, in milliseconds. */
const PATIENCE = 300

// All at once: what is known of the store, the words of the way in, and their letters.
const connection = connect()
const known = connection.start?.signedIn === true || Promise.race([askAhead(connection.backend), new Promise((done) => setTimeout(done, PATIENCE))])
for (const face of document.fonts) void face.load()
const target = document.getElementById('app')
if (target !== null) void Promise.all([readDoor(language.current), known]).then(() => mount(App, { target, props: { connection } }))
