import { connect } from '$connection'
import { language, read } from '$shared/language.svelte'
import { mount } from 'svelte'
import App from './app/App.svelte'

const target = document.getElementById('app')
const connection = connect()
if (target !== null) void read(language.current).then(() => mount(App, { target, props: { connection } }))
