import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPageParts } from '../../src/cli/page-parts.ts'
import { pageText } from '../../src/pictures/page-text.ts'
import type { Picture } from '../../src/pictures/picture.ts'
import { deleteDefinition, largeFleet, pictureOf, recorded } from '../pictures/pictured.ts'

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
/** where screenshots are kept, for people to look at */
const screenshots = process.env.SCREENSHOTS
const folder = mkdtempSync(join(tmpdir(), 'page-'))
const themes = ['light', 'dark'] as const
type Theme = (typeof themes)[number]

const fleet = largeFleet()
const cascade = pictureOf(fleet, [deleteDefinition])

/** The cascade with races: what decides was not looked for, since that takes minutes. Each other run is as large as the likely one. */
function withRaces(picture: Picture): Picture {
  const turn = (moment: number) => ({
    actor: 'capsule',
    what: 'stopped',
    moment,
    leadsTo: ['Namespace fleet-0-0 lost'],
  })
  const { objects, moments } = pictureOf(fleet, [deleteDefinition, 'operator stop'])
  const run = { objects, moments, turns: { likely: 9, other: 7 } }
  const races = Array.from({ length: 4 }, () => ({ likely: turn(3), other: turn(5), apartMs: 100, run }))
  const counts = { outcomes: 2, states: 5955, complete: false, leftOut: [], moreRaces: 0, elsewhere: [] }
  return { ...picture, orders: { says: 'It ends in 2 ways.', races, ...counts } }
}

const stopped = ['delete tenant gas', 'operator stop']
const pictures: Readonly<Record<string, Picture>> = {
  small: pictureOf(recorded('two-tenants'), [deleteDefinition]),
  raced: pictureOf(recorded('two-tenants'), stopped, { orders: {} }),
  certain: pictureOf(recorded('two-tenants'), ['delete namespace gas-dev', 'delete tenant gas'], { orders: {} }),
  limited: pictureOf(recorded('two-tenants'), [deleteDefinition, 'operator stop'], { orders: { statesMax: 500 } }),
  quiet: pictureOf(recorded('two-tenants'), []),
  refused: pictureOf(recorded('two-tenants-prevent-deletion'), ['delete tenant oil'], { orders: {} }),
  large: cascade,
  largeRaced: withRaces(cascade),
}

let browser: Browser
const complaints: string[] = []

beforeAll(async () => {
  if (!existsSync(executablePath))
    throw new Error(`there is no Chromium at ${executablePath}: set CHROMIUM to its path`)
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const parts = readPageParts()
  for (const [name, picture] of Object.entries(pictures))
    writeFileSync(join(folder, `${name}.html`), pageText(picture, parts))
})

afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true })
})

async function open(name: string, theme: Theme = 'light', width = 1360): Promise<Page> {
  const page = await browser.newPage({ colorScheme: theme, viewport: { width, height: 900 } })
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => complaints.push(message.text()))
  page.on('request', (request) => {
    if (!request.url().startsWith('file:')) complaints.push(`asked for ${request.url()}`)
  })
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href)
  await page.waitForSelector('#objects [role=option]')
  return page
}

const momentOf = (page: Page) => page.locator('#moment').textContent()
const median = (numbers: readonly number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0

describe('the page of a cascade of 4,000 objects', () => {
  it.each(['large', 'largeRaced'])('is interactive in under 1 s (%s)', async (name) => {
    expect(statSync(join(folder, `${name}.html`)).size).toBeLessThan(3_000_000)
    const times: number[] = []
    for (let run = 0; run < 3; run++) {
      const page = await open(name)
      times.push(await page.evaluate(() => performance.getEntriesByName('interactive')[0]?.startTime ?? Number.NaN))
      await page.close()
    }
    console.info(`interactive after ${times.map(Math.round).join(', ')} ms`)
    expect(median(times)).toBeLessThan(1000)
  })

  it('has the run in the other order of a race, and shows it without lag', async () => {
    const page = await open('largeRaced')
    const sizes = await page
      .locator('[id^=run-]')
      .evaluateAll((runs) => runs.map((run) => run.textContent?.length ?? 0))
    console.info(`packed runs of ${sizes.join(', ')} characters`)
    expect(sizes).toHaveLength(4)
    const before = await page.evaluate(() => performance.now())
    await page.click('#show-other')
    await page.waitForSelector('#side-other.shown')
    const took = (await page.evaluate(() => performance.now())) - before
    console.info(`the other order is there after ${took.toFixed(0)} ms`)
    expect(took).toBeLessThan(1000)
    await page.locator('#turns-other').getByRole('button').first().click()
    await page.waitForFunction(() => document.querySelector('#moment')?.textContent?.includes('moment 8 of'))
    await page.close()
  })

  it('steps, scrolls and finds without lag', async () => {
    const page = await open('large')
    const steps = await page.evaluate(async () => {
      const times: number[] = []
      const measured = (act: () => void) => {
        const start = performance.now()
        act()
        document.body.getBoundingClientRect()
        times.push(performance.now() - start)
      }
      const press = (key: string) => document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
      const objects = document.querySelector('#objects')
      for (let step = 0; step < 100; step++) measured(() => press('ArrowRight'))
      for (const top of [100_000, 50_000, 0]) {
        measured(() => objects?.scrollTo(0, top))
        await new Promise(requestAnimationFrame)
      }
      return times
    })
    console.info(`a step takes ${median(steps).toFixed(1)} ms, at most ${Math.max(...steps).toFixed(1)} ms`)
    expect(median(steps)).toBeLessThan(50)
    expect(await page.locator('[role=option]').count()).toBeLessThan(120)
    await page.fill('#search', 'namespace fleet-99-2')
    expect(await page.locator('#objects [role=option]').allTextContents()).toContain('●Namespace fleet-99-2there')
    await page.close()
  })
})

describe('the page', () => {
  it('goes through time by keys, slider and buttons', async () => {
    const page = await open('small')
    expect(await momentOf(page)).toBe('Before the first action')
    await page.keyboard.press('ArrowRight')
    expect(await momentOf(page)).toContain('moment 1 of 11. kubernetes-admin: delete customresourcedefinitions')
    await page.keyboard.press('End')
    expect(await momentOf(page)).toContain('moment 11 of 11')
    await page.keyboard.press('ArrowLeft')
    expect(await momentOf(page)).toContain('moment 10 of 11')
    await page.keyboard.press('Home')
    expect(await momentOf(page)).toBe('Before the first action')
    await page.focus('#slider')
    await page.keyboard.press('ArrowRight')
    expect(await momentOf(page)).toContain('moment 1 of 11')
    await page.click('#last')
    expect(await page.locator('#count-gone').textContent()).toBe('29')
    await page.focus('#search')
    await page.keyboard.type('a b')
    await page.keyboard.press('Home')
    expect(await momentOf(page)).toContain('moment 11 of 11')
    await page.close()
  })

  it('plays with the space bar, and stops with it', async () => {
    const page = await open('small')
    await page.keyboard.press(' ')
    await page.waitForFunction(() => document.querySelector('#moment')?.textContent?.includes('moment 2 of'))
    await page.keyboard.press(' ')
    expect(await page.locator('#play').textContent()).toBe('Play')
    await page.close()
  })

  it('shows owners, dependents and the chain of causes of what is chosen, by keys alone', async () => {
    const page = await open('small')
    await page.keyboard.press('End')
    await page.focus('#objects')
    for (let row = 0; row < 4; row++) await page.keyboard.press('ArrowDown')
    const details = page.locator('#object')
    expect(await details.locator('h2').textContent()).toBe('Namespace gas-dev')
    expect(await details.locator('ol').textContent()).toMatch(
      /namespace-controller.*capsule\/tenants.*crd_finalizer.*kubernetes-admin/,
    )
    await details.getByRole('button', { name: 'Tenant gas', exact: true }).press('Enter')
    expect(await details.locator('h2').textContent()).toBe('Tenant gas')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Tenant gas')
    expect(await details.getByRole('heading', { name: 'Owns' }).count()).toBe(1)
    await details.getByRole('button', { name: /kubernetes-admin/ }).press('Enter')
    expect(await momentOf(page)).toContain('moment 1 of 11')
    await page.close()
  })

  it('leads to both turns of a deciding race, and shows the order in which the other comes first', async () => {
    const page = await open('raced')
    const [likely, other] = [page.locator('#side-likely'), page.locator('#side-other')]
    expect(await page.locator('#race option').first().textContent()).toBe(
      '1. Namespace gas-dev lost, or else Namespace gas-dev left terminating',
    )
    await likely.getByRole('button', { name: 'capsule: stopped' }).click()
    expect(await momentOf(page)).toContain('moment 6 of 6. capsule: stopped')
    await likely.getByRole('button', { name: 'namespace-controller: gas-dev' }).click()
    expect(await momentOf(page)).toContain('moment 3 of 6. namespace-controller: gas-dev')
    expect(await page.locator('#moments .row', { hasText: 'race' }).count()).toBe(2)
    await page.locator('#objects [role=option]', { hasText: 'Namespace gas-dev' }).first().click()
    expect(await page.locator('#object .may').textContent()).toContain('may be left terminating or stay as it was')

    await other.getByRole('button', { name: 'The other order' }).press('Enter')
    await page.waitForSelector('#side-other.shown')
    expect(await page.locator('#along').textContent()).toContain('an order in which capsule: stopped decides')
    expect(await page.locator('#object h2').textContent()).toBe('Namespace gas-dev')
    await page.keyboard.press('End')
    expect(await page.locator('#object .state').textContent()).toContain('terminating, held by kubernetes')
    await other.getByRole('button', { name: 'capsule: stopped' }).click()
    expect(await momentOf(page)).toContain('capsule: stopped')
    await likely.getByRole('button', { name: 'The likely order' }).click()
    await page.keyboard.press('End')
    expect(await page.locator('#object .state').textContent()).toContain('gone')
    await page.close()
  })

  it('changes races by keys alone, and each has its own other order', async () => {
    const page = await open('raced')
    await page.focus('#race')
    await page.keyboard.press('ArrowDown')
    expect(await page.locator('#ends-likely').textContent()).toBe('Tenant gas lost')
    await page.click('#show-other')
    await page.waitForSelector('#side-other.shown')
    await page.keyboard.press('End')
    expect(await page.locator('#count-gone').textContent()).not.toBe('0')
    await page.focus('#race')
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction(() => document.querySelector('#count-gone')?.textContent === '0')
    expect(await page.locator('#ends-other').textContent()).toContain('Secret gas-dev/key as before')
    await page.close()
  })

  it('says where the order decides nothing, and where not all orders were looked at', async () => {
    const certain = await open('certain')
    expect(await certain.locator('#orders').textContent()).toMatch(
      /The same becomes of every object.*all orders \(\d+ states/,
    )
    expect(await certain.locator('#sides').isVisible()).toBe(false)
    await certain.close()
    const limited = await open('limited')
    expect(await limited.locator('#orders-says').textContent()).toMatch(
      /orders looked at \(\d+ states\)\. Not looked at: /,
    )
    await limited.close()
    const without = await open('small')
    expect(await without.locator('#orders').isVisible()).toBe(false)
    await without.close()
  })

  it.each(themes)('follows the system in being %s, until it is switched', async (theme) => {
    const page = await open('small', theme)
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const colours = { light: 'rgb(255, 255, 255)', dark: 'rgb(22, 24, 28)' }
    expect(await paper()).toBe(colours[theme])
    await page.click('#theme')
    expect(await paper()).toBe(colours[theme === 'light' ? 'dark' : 'light'])
    await page.close()
  })

  it('shows where the focus is, and names all that can be reached', async () => {
    const page = await open('raced')
    for (let stop = 0; stop < 12; stop++) {
      await page.keyboard.press('Tab')
      const { outline, name } = await page.evaluate(() => {
        const element = document.activeElement
        if (!(element instanceof HTMLElement)) return { outline: '', name: '' }
        const labels = element.getAttribute('aria-label') ?? element.getAttribute('aria-labelledby')
        const ofInput = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined
        return { outline: getComputedStyle(element).outlineStyle, name: labels ?? ofInput ?? element.textContent }
      })
      expect(outline).toBe('solid')
      expect(name?.trim()).not.toBe('')
    }
    await page.close()
  })

  it.each(themes)('has texts of enough contrast when %s', async (theme) => {
    for (const name of ['small', 'raced', 'quiet', 'refused']) {
      const page = await open(name, theme)
      await page.keyboard.press('End')
      await page.locator('#objects [role=option]').nth(2).click()
      expect(await page.evaluate(lowContrasts)).toEqual([])
      await page.close()
    }
  })

  it('has room on a narrow screen', async () => {
    for (const name of ['small', 'raced', 'quiet']) {
      const page = await open(name, 'light', 420)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(420)
      await page.close()
    }
  })

  it.runIf(screenshots !== undefined)('is kept as screenshots', async () => {
    for (const theme of themes)
      for (const [name, picture] of Object.entries(pictures)) {
        const page = await open(name, theme)
        await page.locator('#objects [role=option]').nth(3).click()
        if (picture.moments.length > 0)
          await page.locator('#slider').fill(String(Math.floor(picture.moments.length / 2)))
        await page.screenshot({ path: join(screenshots ?? '', `${name}-${theme}.png`) })
        if (name === 'raced') {
          await page.setViewportSize({ width: 1280, height: 720 })
          await page.screenshot({ path: join(screenshots ?? '', `${name}-short-${theme}.png`) })
          await page.click('#show-other')
          await page.waitForSelector('#side-other.shown')
          await page.keyboard.press('End')
          await page.focus('#race')
          await page.screenshot({ path: join(screenshots ?? '', `${name}-other-${theme}.png`) })
          await page.setViewportSize({ width: 420, height: 900 })
          await page.screenshot({ path: join(screenshots ?? '', `${name}-narrow-${theme}.png`), fullPage: true })
        }
        await page.close()
      }
  })

  it('had nothing to complain of, and asked for nothing', () => {
    expect(complaints).toEqual([])
  })
})

/** Texts in sight with less contrast to what is behind them than 4.5 to 1; runs in the page. */
function lowContrasts(): readonly string[] {
  const channels = (colour: string) => (colour.match(/[\d.]+/g) ?? []).map(Number)
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = channels(colour).map((each) => {
      const part = each / 255
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
    })
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  const behind = (element: Element | null): string => {
    if (element === null) return 'rgb(255, 255, 255)'
    const colour = getComputedStyle(element).backgroundColor
    return channels(colour)[3] === 0 ? behind(element.parentElement) : colour
  }
  const low = [...document.querySelectorAll('body *')].filter((element) => {
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim())
    if (!isText || !element.checkVisibility() || element.classList.contains('sign')) return false
    const [light = 0, dark = 0] = [getComputedStyle(element).color, behind(element)]
      .map(luminance)
      .sort((a, b) => b - a)
    return (light + 0.05) / (dark + 0.05) < 4.5
  })
  return low.map((element) => `${element.tagName} ${element.className} ${element.textContent?.slice(0, 40)}`)
}
