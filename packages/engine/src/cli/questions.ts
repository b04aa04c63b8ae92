import type { AnyQuestion } from '../questions/asking/question.ts'
import { catalogueOf } from '../questions/catalogue.ts'
import { readInstallations } from './installations.ts'

/** The questions of the command line: the catalogue with the charts of this package. */
export const questions: readonly AnyQuestion[] = catalogueOf(readInstallations)
