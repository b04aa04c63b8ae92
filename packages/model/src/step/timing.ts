/** How time goes by in a model, in virtual milliseconds. */
export interface Timing {
  /** how long one request of somebody outside takes */
  readonly userRequestMs: number
  /** how long one write of a controller takes */
  readonly controllerRequestMs: number
  /** for how long the API server may still call webhooks whose configuration was deleted */
  readonly informerLagMs: number
  /** what becomes of a delay that a controller asks for */
  readonly delay: (afterMs: number) => number
  /** what becomes of the backoff of failed work */
  readonly backoff: (afterMs: number) => number
}

/** As measured on the recorded cluster. */
export const recordedTiming: Timing = {
  userRequestMs: 4,
  controllerRequestMs: 1,
  informerLagMs: 5,
  delay: (afterMs) => afterMs,
  backoff: (afterMs) => afterMs,
}

/**
 * Time in whole ticks: requests take none, a delay ends with the tick that it began, failed work waits for the next. What
 * is due within one tick has then no order, and states that differ in milliseconds alone are one: for looking at all orders.
 */
export function tickTiming(tickMs: number): Timing {
  const delay = (afterMs: number): number => Math.floor(afterMs / tickMs) * tickMs
  return {
    userRequestMs: 0,
    controllerRequestMs: 0,
    informerLagMs: 0,
    delay,
    backoff: (afterMs) => Math.max(tickMs, delay(afterMs)),
  }
}
