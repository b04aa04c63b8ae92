import { allObjects } from '@capsule-whatif/model'
import { stringify } from 'yaml'
import { scriptOfSession } from './script-of-session.ts'
import { presentState } from './session.ts'
import { type LineResult, notUnderstood, type SessionWord, type WordCall } from './session-word.ts'

export const saveWord: SessionWord = {
  name: 'save',
  usage: [
    ['save FILE.json', 'the cluster where you stand, as a snapshot for any command (or FILE.yaml)'],
    ['save FILE', 'all that was tried, as lines that repl --script plays again'],
  ],
  takes: 'file',
  run: save,
}

export const quitWord: SessionWord = {
  name: 'quit',
  usage: [['quit', 'leave, as Ctrl-D does']],
  run: ({ session }) => ({ session, output: '', isUnderstood: true, ends: true }),
}

function save({ session, words }: WordCall): LineResult {
  const [path, ...more] = words
  if (path === undefined || more.length > 0)
    return notUnderstood(
      session,
      'the FILE is missing. Expected: save FILE.json for a snapshot, save FILE.txt for the session.',
    )
  const isSnapshot = /\.(json|ya?ml)$/i.test(path)
  if (!isSnapshot) {
    const count = session.moments.length - 1
    const output = `Saved ${count} ${count === 1 ? 'action' : 'actions'} in ${path}: repl --script ${path} plays them again.\n`
    return { session, output, isUnderstood: true, file: { path, text: scriptOfSession(session) } }
  }
  const state = presentState(session)
  const items = allObjects(state)
  const list = { apiVersion: 'v1', kind: 'List', items }
  const text = /json$/i.test(path)
    ? `${JSON.stringify(list, null, 2)}\n`
    : stringify(list, { aliasDuplicateObjects: false })
  const down = state.running.capsule ? '' : ' The operator does not run here: say --operator down with it.'
  const output = `Saved a snapshot of ${items.length} objects in ${path}.${down}\n`
  return { session, output, isUnderstood: true, file: { path, text } }
}
